/// A text in which a bank's entries travel.
package enum EntryFormat: String, Sendable, CaseIterable {
    /// RFC 4180; the first record names the columns.
    case csv
    /// One JSON object a line, with the field names of the Redis document and `id`.
    case jsonl
    /// ThreatExchange's text form of PDQ: one hash of 64 hexadecimal digits a line, with metadata behind it. See ``PDQLine``.
    case pdq

    /// By the end of a file's name; `nil` where that says nothing.
    package init?(fileName: String) {
        let name = fileName.lowercased()
        if name.hasSuffix(".csv") {
            self = .csv
        } else if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
            self = .jsonl
        } else if name.hasSuffix(".pdq") {
            self = .pdq
        } else {
            return nil
        }
    }

    package static let names = allCases.map(\.rawValue).joined(separator: ", ")
}
