/// Reads a file of entries in whatever pieces it comes: a record that cannot be read is reported with its line, and costs no other.
///
/// Pure and bounded: holds one record of at most ``RecordSplitter/byteLimit`` beside the piece handed in.
package struct EntryFileReader: Sendable {
    package enum Line: Sendable, Equatable {
        case entry(EntryRecord, line: Int)
        case rejected(RejectedLine)
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let format: EntryFormat
    private var splitter: RecordSplitter
    private var columns: CSVColumns?

    package init(format: EntryFormat) {
        self.format = format
        splitter = RecordSplitter(isCSV: format == .csv)
    }

    /// What these bytes complete. Throws where the file as a whole cannot be read: a CSV file whose first line names no columns.
    package mutating func read(_ bytes: ArraySlice<UInt8>) throws(FormatFailure) -> [Line] {
        try collect { splitter, body in splitter.feed(bytes, body) }
    }

    /// What remains after the last bytes.
    package mutating func finish() throws(FormatFailure) -> [Line] {
        try collect { splitter, body in splitter.finish(body) }
    }

    private mutating func collect(
        _ advance: (inout RecordSplitter, (RecordSplitter.Piece, Int) -> Void) -> Void
    ) throws(FormatFailure) -> [Line] {
        var lines: [Line] = []
        var failure: FormatFailure?
        var columns = columns
        advance(&splitter) { piece, line in
            guard failure == nil else { return }
            do throws(FormatFailure) {
                if let read = try Self.line(piece, line, format, &columns) { lines.append(read) }
            } catch {
                failure = error
            }
        }
        self.columns = columns
        if let failure { throw failure }
        return lines
    }

    private static func line(
        _ piece: RecordSplitter.Piece,
        _ line: Int,
        _ format: EntryFormat,
        _ columns: inout CSVColumns?
    ) throws(FormatFailure) -> Line? {
        switch piece {
        case .rejected(let reason):
            if format == .csv, columns == nil { throw FormatFailure("line \(line): \(reason)") }
            return .rejected(RejectedLine(line: line, reason: reason))
        case .record(var record):
            if line == 1, record.starts(with: byteOrderMark) { record = record.dropFirst(byteOrderMark.count) }
            if record.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }) {
                return nil
            }
            if format == .csv, columns == nil {
                columns = try CSVColumns(header: record)
                return nil
            }
            do throws(RecordProblem) {
                return try entry(record, format, columns).map { .entry($0, line: line) }
            } catch {
                return .rejected(RejectedLine(line: line, reason: error.reason))
            }
        }
    }

    private static func entry(
        _ record: ArraySlice<UInt8>,
        _ format: EntryFormat,
        _ columns: CSVColumns?
    ) throws(RecordProblem) -> EntryRecord? {
        switch format {
        case .csv: try columns?.record(record)
        case .jsonl: try JSONLine.record(record)
        case .pdq: try PDQLine.record(record)
        }
    }
}
