import ModerationServer
import TestSupport
import Testing

@Suite struct RecordSplitterTests {
    private func split(_ text: String, isCSV: Bool, pieceSize: Int = .max) -> [String] {
        var splitter = RecordSplitter(isCSV: isCSV)
        var seen: [String] = []
        func note(_ piece: RecordSplitter.Piece, _ line: Int) {
            switch piece {
            case .record(let bytes): seen.append("\(line):\(String(decoding: bytes, as: UTF8.self))")
            case .rejected(let reason): seen.append("\(line)!\(reason.prefix(20))")
            }
        }
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let end = pieceSize < bytes.count - start ? start + pieceSize : bytes.count
            splitter.feed(bytes[start..<end], note)
            start = end
        }
        splitter.finish(note)
        return seen
    }

    @Test(arguments: [1, 2, 7, 1_000])
    func feed_inAnyPieces_givesRecordsWithTheirLines(pieceSize: Int) {
        let text = "a,b\r\n\"x\ny\",\"he said \"\"no\"\"\"\n\nlast,\"q\""
        #expect(
            split(text, isCSV: true, pieceSize: pieceSize) == [
                "1:a,b", "2:\"x\ny\",\"he said \"\"no\"\"\"", "4:", "5:last,\"q\"",
            ]
        )
        #expect(split("a\n\"b\nc\r\n", isCSV: false, pieceSize: pieceSize) == ["1:a", "2:\"b", "3:c"])
        #expect(split("", isCSV: true) == [])
    }

    /// One quotation mark too many costs its own line.
    @Test(arguments: [1, 64, 100_000])
    func feed_whenAQuoteIsNeverClosed_goesOnBehindItsLine(pieceSize: Int) {
        let rest = (0..<3_000).map { "line \($0), with some text behind it" }
        let seen = split((["head", "\"open,x"] + rest).joined(separator: "\n") + "\n", isCSV: true, pieceSize: pieceSize)
        #expect(seen.count == 3_002)
        #expect(seen[1] == "2!a quotation mark is ")
        #expect(seen[2] == "3:line 0, with some text behind it")
        #expect(seen.last == "3002:line 2999, with some text behind it")
        #expect(split("a\n\"b,\nc\nd\n", isCSV: true) == ["1:a", "2!a quotation mark is ", "3:c", "4:d"])
    }

    @Test func feed_whenARecordIsTooLong_rejectsItAlone() {
        let long = String(repeating: "x", count: 200_000)
        for isCSV in [true, false] {
            #expect(
                split("a\n\(long)\nb\n", isCSV: isCSV, pieceSize: 1_000) == ["1:a", "2!the record is longer", "3:b"]
            )
        }
    }

    /// Whatever the pieces, the same records.
    @Test func feed_randomBytesInRandomPieces_isAsInOne() {
        var random = SeededRandom(seed: 11)
        let alphabet = Array("a,\"\n\r b".unicodeScalars)
        for _ in 0..<3_000 {
            let text = String(
                String.UnicodeScalarView(
                    (0..<Int.random(in: 0...60, using: &random)).map { _ in
                        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                    }
                )
            )
            for isCSV in [true, false] {
                let whole = split(text, isCSV: isCSV)
                #expect(
                    split(text, isCSV: isCSV, pieceSize: Int.random(in: 1...9, using: &random)) == whole,
                    "\(text.debugDescription)"
                )
            }
        }
    }
}
