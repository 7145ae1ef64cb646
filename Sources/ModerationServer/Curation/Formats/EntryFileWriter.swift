import ModerationCore

/// Writes entries as a file that ``EntryFileReader`` reads.
package struct EntryFileWriter: Sendable {
    private let format: EntryFormat
    private var hasBegun = false

    package init(format: EntryFormat) { self.format = format }

    /// What comes before and for these entries; for none of them, the beginning of the file alone.
    package mutating func write(_ entries: [BankEntry]) -> [UInt8] {
        var bytes: [UInt8] = []
        if !hasBegun, format == .csv { Self.append(CSVColumns.written.map(\.rawValue), to: &bytes) }
        hasBegun = true
        for entry in entries {
            switch format {
            case .csv: Self.append(Self.fields(entry), to: &bytes)
            case .jsonl:
                guard let line = JSONLine.line(entry) else { continue }
                bytes += line
                bytes.append(UInt8(ascii: "\n"))
            case .pdq: bytes += "\(entry.fingerprint),id=\(entry.id)\n".utf8
            }
        }
        return bytes
    }

    private static func fields(_ entry: BankEntry) -> [String] {
        [
            entry.fingerprint, entry.id, entry.state.rawValue, entry.reason, entry.source, entry.author,
            TimeText.text(entry.created), entry.expires.map(TimeText.text) ?? "", entry.note,
            entry.changed.map(TimeText.text) ?? "", entry.changedBy,
        ]
    }

    private static func append(_ fields: [String], to bytes: inout [UInt8]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            CSVRecord.append(field, to: &bytes)
        }
        bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    }
}
