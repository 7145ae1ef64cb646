/// What this build calls itself in `--version` and in every verdict.
package enum BuildVersion {
    package static let text = "0.1.0"
}
