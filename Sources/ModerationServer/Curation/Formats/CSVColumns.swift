import ModerationCore

/// Which column of a CSV file is what, from its first record.
package struct CSVColumns: Sendable, Equatable {
    package enum Column: String, Sendable, CaseIterable {
        case fingerprint, id, state, reason, source, author, created, expires, note, changed
        case changedBy = "changed_by"
        /// PDQ's, 0 to 100; read, never written.
        case quality
        /// `pdq` in every record that is taken (ThreatExchange); read, never written.
        case signalType = "signal_type"
        /// Read past.
        case ignored
    }

    /// The columns that are written, in this order.
    package static let written: [Column] = [
        .fingerprint, .id, .state, .reason, .source, .author, .created, .expires, .note, .changed, .changedBy,
    ]

    /// What python-threatexchange's `dataset` command heads its CSV with: collab, signal_type, signal_str, category, tags.
    private static let threatExchange: [String: Column] = [
        "collab": .source, "signal_type": .signalType, "signal_str": .fingerprint, "category": .reason, "tags": .note,
    ]

    private let columns: [Column]

    /// A column of an unknown name is refused: a misspelt `expires` must not become an entry that stays for ever.
    package init(header: ArraySlice<UInt8>) throws(FormatFailure) {
        let fields: [ArraySlice<UInt8>]
        do { fields = try CSVRecord.fields(of: header) } catch { throw FormatFailure("line 1: \(error.reason)") }
        let names = fields.map { field in
            Self.trimmed(String(decoding: field, as: UTF8.self)).lowercased()
        }
        let isThreatExchange = names.contains("signal_str")
        var columns: [Column] = []
        for name in names {
            let column = isThreatExchange ? Self.threatExchange[name] : Column(rawValue: name)
            guard let column, column != .ignored, isThreatExchange || column != .signalType else {
                throw FormatFailure(
                    "line 1: no column is called '\(name.prefix(60))': the first line names the columns, which are "
                        + (Self.written.map(\.rawValue) + ["quality"]).joined(separator: ", ")
                )
            }
            guard !columns.contains(column) else { throw FormatFailure("line 1: column '\(name.prefix(60))' is there twice") }
            columns.append(column)
        }
        guard columns.contains(.fingerprint) else { throw FormatFailure("line 1: there is no column 'fingerprint'") }
        self.columns = columns
    }

    /// A record as an entry's. An empty field is one that is left out.
    package func record(_ bytes: ArraySlice<UInt8>) throws(RecordProblem) -> EntryRecord {
        let fields = try CSVRecord.fields(of: bytes)
        guard fields.count == columns.count else {
            throw RecordProblem("\(fields.count) fields, the first line has \(columns.count)")
        }
        var record = EntryRecord(fingerprint: "")
        for (column, field) in zip(columns, fields) where !field.isEmpty {
            guard let text = String(validating: field, as: UTF8.self) else {
                throw RecordProblem("\(column.rawValue): not UTF-8")
            }
            try Self.set(column, text, &record)
        }
        guard !record.fingerprint.isEmpty else { throw RecordProblem("fingerprint: required") }
        return record
    }

    private static func set(_ column: Column, _ text: String, _ record: inout EntryRecord) throws(RecordProblem) {
        switch column {
        case .fingerprint: record.fingerprint = trimmed(text)
        case .id: record.id = text
        case .source: record.source = text
        case .reason: record.reason = text
        case .author: record.author = text
        case .note: record.note = text
        case .changedBy: record.changedBy = text
        case .changed: record.changed = try TimeText.required(text, field: "changed")
        case .created: record.created = try TimeText.required(text, field: "created")
        case .expires: record.expires = try TimeText.required(text, field: "expires")
        case .state: record.state = try EntryRecord.state(text)
        case .quality: try PDQLine.checkQuality(text)
        case .signalType:
            guard text == "pdq" else { throw RecordProblem("signal_type: '\(text.prefix(40))' is not 'pdq'") }
        case .ignored: break
        }
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return String(rest)
    }
}

extension EntryRecord {
    static func state(_ text: String) throws(RecordProblem) -> BankEntry.State {
        guard let state = BankEntry.State(rawValue: text) else {
            throw RecordProblem("state: '\(text.prefix(40))' is none of live, shadow, quarantined")
        }
        return state
    }
}
