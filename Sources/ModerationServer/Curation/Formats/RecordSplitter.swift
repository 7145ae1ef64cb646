/// Cuts bytes that come in any pieces into records: lines, or the records of a CSV file, in which a quoted field may hold line ends.
///
/// Holds at most one record of ``byteLimit`` and the piece handed in. A quotation mark that is never closed costs its own line only: reading
/// goes on behind that.
package struct RecordSplitter: Sendable {
    package static let byteLimit = 65_536

    package enum Piece: Sendable, Equatable {
        /// Without its line end.
        case record(ArraySlice<UInt8>)
        case rejected(String)
    }

    private enum State: Sendable {
        case fieldStart, unquoted, quoted
        /// A quotation mark within a quoted field: its end, or the first half of one that is meant.
        case quoteSeen
        /// Ends with the line, whatever comes.
        case plain
        /// Too long; what remains of the line is dropped.
        case skipping
    }

    private let isCSV: Bool
    private var pending: [UInt8] = []
    /// Bytes of ``pending`` that were looked at.
    private var scannedCount = 0
    private var state: State
    /// The line on which the record begins, from 1.
    private var line = 1
    /// Line ends within the record.
    private var lineEndCount = 0

    package init(isCSV: Bool) {
        self.isCSV = isCSV
        state = isCSV ? .fieldStart : .plain
    }

    /// Calls `body` with every record that these bytes complete, and the line it begins on.
    package mutating func feed(_ bytes: ArraySlice<UInt8>, _ body: (Piece, Int) -> Void) {
        pending += bytes
        scan(body)
    }

    /// What is left is the last record.
    package mutating func finish(_ body: (Piece, Int) -> Void) {
        while state == .quoted {
            reject("a quotation mark is never closed", body)
            scan(body)
        }
        if state != .skipping, !pending.isEmpty { body(.record(Self.withoutReturn(pending[...])), line) }
        pending = []
        scannedCount = 0
        state = isCSV ? .fieldStart : .plain
    }

    private mutating func scan(_ body: (Piece, Int) -> Void) {
        var start = 0
        var index = scannedCount
        while index < pending.count {
            let byte = pending[index]
            index += 1
            if advance(byte) {
                if state != .skipping { body(.record(Self.withoutReturn(pending[start..<(index - 1)])), line) }
                line += 1 + lineEndCount
                (start, lineEndCount, state) = (index, 0, isCSV ? .fieldStart : .plain)
            } else if state == .skipping {
                start = index
            } else if index - start > Self.byteLimit {
                pending.removeFirst(start)
                scannedCount = index - start
                if state == .quoted || state == .quoteSeen {
                    reject("a quotation mark is not closed within \(Self.byteLimit) bytes", body)
                } else {
                    body(.rejected("the record is longer than \(Self.byteLimit) bytes"), line)
                    pending.removeFirst(scannedCount)
                    scannedCount = 0
                    state = .skipping
                }
                (start, index) = (0, scannedCount)
            }
        }
        pending.removeFirst(start)
        scannedCount = pending.count
    }

    /// Gives up the record's first line, and makes the bytes behind it new ones.
    private mutating func reject(_ reason: String, _ body: (Piece, Int) -> Void) {
        body(.rejected(reason), line)
        lineEndCount = 0
        guard let end = pending.prefix(scannedCount).firstIndex(of: UInt8(ascii: "\n")) else {
            pending.removeFirst(scannedCount)
            (scannedCount, state) = (0, .skipping)
            return
        }
        pending.removeFirst(end + 1)
        line += 1
        (scannedCount, state) = (0, .fieldStart)
    }

    /// True where the byte ends the record.
    private mutating func advance(_ byte: UInt8) -> Bool {
        if byte == UInt8(ascii: "\n") {
            guard state == .quoted else { return true }
            lineEndCount += 1
            return false
        }
        switch (state, byte) {
        case (.plain, _), (.skipping, _): break
        case (.quoted, UInt8(ascii: "\"")): state = .quoteSeen
        case (.quoted, _): break
        case (.quoteSeen, UInt8(ascii: "\"")): state = .quoted
        case (_, UInt8(ascii: ",")): state = .fieldStart
        case (.fieldStart, UInt8(ascii: "\"")): state = .quoted
        case (.fieldStart, _): state = .unquoted
        // What makes no sense is for whoever reads the record to refuse; it ends with its line.
        case (.unquoted, UInt8(ascii: "\"")): state = .plain
        case (.quoteSeen, UInt8(ascii: "\r")), (.unquoted, _): break
        case (.quoteSeen, _): state = .plain
        }
        return false
    }

    private static func withoutReturn(_ record: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        record.last == UInt8(ascii: "\r") ? record.dropLast() : record
    }
}
