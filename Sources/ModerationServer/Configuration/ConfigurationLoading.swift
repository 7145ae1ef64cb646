import Foundation

extension HolsterConfiguration {
    /// Reads `path` (none: only environment and defaults) and this process's environment.
    package static func load(path: String?) throws -> HolsterConfiguration {
        let environment = ProcessInfo.processInfo.environment
        let file = path ?? environment["HOLSTER_CONFIG"]
        var text = ""
        if let file {
            do {
                text = try String(contentsOfFile: file, encoding: .utf8)
            } catch {
                throw ConfigurationError("cannot read configuration file '\(file)': \(error.localizedDescription)")
            }
        }
        var source = try SettingsSource(yaml: text, fileName: file ?? "(no file)", environment: environment)
        return try HolsterConfiguration(source: &source)
    }
}
