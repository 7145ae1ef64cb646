import Foundation
import ModerationCore
import ModerationServer
import TestSupport
import Testing

@Suite struct EntryFileReaderTests {
    private func read(_ text: String, _ format: EntryFormat) throws -> [EntryFileReader.Line] {
        var reader = EntryFileReader(format: format)
        return try reader.read(Array(text.utf8)[...]) + reader.finish()
    }

    private func rejections(_ text: String, _ format: EntryFormat) throws -> [String] {
        try read(text, format).compactMap { line in
            if case .rejected(let rejected) = line { "\(rejected.line): \(rejected.reason)" } else { nil }
        }
    }

    @Test func read_csv_takesColumnsInAnyOrder() throws {
        let lines = try read(
            "\u{FEFF}Reason, fingerprint ,expires\r\n\"offered, twice\",e9b492cbb63a3825,2027-01-31\r\n,0f,\n",
            .csv
        )
        var first = EntryRecord(fingerprint: "e9b492cbb63a3825")
        first.reason = "offered, twice"
        first.expires = UnixTime(milliseconds: 1_801_353_600_000)
        #expect(lines == [.entry(first, line: 2), .entry(EntryRecord(fingerprint: "0f"), line: 3)])
    }

    @Test func read_csvOfThreatExchange_takesItsColumns() throws {
        let head = "collab,signal_type,signal_str,category,tags\n"
        let lines = try read(head + "Samples,pdq,ab,WORTH_INVESTIGATING,\nSamples,md5,cd,X,y\n", .csv)
        var first = EntryRecord(fingerprint: "ab")
        (first.source, first.reason) = ("Samples", "WORTH_INVESTIGATING")
        #expect(
            lines == [
                .entry(first, line: 2), .rejected(RejectedLine(line: 3, reason: "signal_type: 'md5' is not 'pdq'")),
            ]
        )
    }

    @Test func read_csvWithoutItsColumns_failsAsAWhole() {
        let cases = [
            ("id,reason\n", "line 1: there is no column 'fingerprint'"),
            ("fingerprint,expire\n", "line 1: no column is called 'expire'"),
            ("fingerprint,fingerprint\n", "line 1: column 'fingerprint' is there twice"), ("\"a\n", "line 1: a quotation mark"),
            ("signal_type,fingerprint\n", "line 1: no column is called 'signal_type'"),
        ]
        for (text, expected) in cases {
            let failure = #expect(throws: FormatFailure.self) { _ = try read(text, .csv) }
            #expect(failure?.description.hasPrefix(expected) == true, "\(failure?.description ?? "")")
        }
    }

    @Test func read_badRecords_areReportedWithTheirLines() throws {
        let csv = "fingerprint,state,created\n0f,live,now\n0f\n,live,\n0f,dead,\n0f,\"a\"b,\n0f,a\"b,\n\"0f,,\n0f,,\n"
        #expect(
            try rejections(csv, .csv) == [
                "2: created: 'now' is neither a time such as 2026-07-31T18:47:52Z nor milliseconds since 1970",
                "3: 1 fields, the first line has 3", "4: fingerprint: required",
                "5: state: 'dead' is none of live, shadow, quarantined", "6: text behind a closing quotation mark",
                "7: a quotation mark within a field that has none around it", "8: a quotation mark is never closed",
            ]
        )
        let jsonl =
            "{\"fingerprint\":\"0f\"}\n{\"fingerprint\":7}\n[1]\n{\n{\"id\":\"a\"}\n{\"fingerprint\":\"0f\",\"state\":\"x\"}\n\n"
        #expect(
            try rejections(jsonl, .jsonl) == [
                "2: fingerprint: not of the type that it should have", "3: the line: not of the type that it should have",
                "4: not a JSON object in UTF-8", "5: fingerprint: required",
                "6: state: 'x' is none of live, shadow, quarantined",
            ]
        )
        #expect(try read(csv, .csv).count == 8)
    }

    /// Random entries with everything that has to be escaped.
    static func entries(seed: UInt64, count: Int, kind: FingerprintKind = .pdq256) -> [BankEntry] {
        var random = SeededRandom(seed: seed)
        let pieces = ["a", "b c", ",", "\"", "é", "🔫", "'", "=", "\\", "/", "пистолет", "#", "\u{200B}"]
        func text(_ extra: [String] = []) -> String {
            let all = pieces + extra
            return (0..<Int.random(in: 1...6, using: &random)).map { _ in all[Int.random(in: 0..<all.count, using: &random)] }
                .joined()
        }
        return (0..<count).map { index in
            let words = (0..<4).map { _ in UInt64.random(in: .min ... .max, using: &random) }
            let fingerprint =
                kind == .pdq256
                ? Fingerprint(pdq256: SIMD4(words[0], words[1], words[2], words[3])) : Fingerprint(phash64: words[0])
            let hasChanged = Bool.random(using: &random)
            return BankEntry(
                id: "\(index)-\(text())",
                fingerprint: fingerprint.hexadecimal,
                source: text(),
                reason: text(),
                author: text(),
                created: UnixTime(milliseconds: Int64.random(in: 0...4_000_000_000_000, using: &random)),
                expires: Bool.random(using: &random)
                    ? UnixTime(milliseconds: Int64.random(in: 4_000_000_000_000...5_000_000_000_000, using: &random)) : nil,
                state: BankEntry.State.allCases[Int.random(in: 0..<3, using: &random)],
                note: text(["\n", "\t"]),
                changed: hasChanged ? UnixTime(milliseconds: 1_700_000_000_123) : nil,
                changedBy: hasChanged ? text() : ""
            )
        }
    }

    @Test(arguments: [EntryFormat.csv, .jsonl])
    func read_whatWasWritten_isTheSameEntries(format: EntryFormat) throws {
        let entries = Self.entries(seed: 21, count: 500)
        var writer = EntryFileWriter(format: format)
        let bytes = writer.write(Array(entries[..<250])) + writer.write(Array(entries[250...]))
        var random = SeededRandom(seed: 22)
        var reader = EntryFileReader(format: format)
        var lines: [EntryFileReader.Line] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...900, using: &random))
            lines += try reader.read(piece)
            rest = rest.dropFirst(piece.count)
        }
        lines += try reader.finish()
        let read = lines.compactMap { line in if case .entry(let record, _) = line { record } else { nil } }
        #expect(read == entries.map(EntryRecord.init))
        #expect(read.count == lines.count)
    }

    @Test func read_pdqTextThatWasWritten_isTheSameFingerprintsAndIDs() throws {
        let entries = Self.entries(seed: 23, count: 200)
        var writer = EntryFileWriter(format: .pdq)
        let lines = try read(String(decoding: writer.write(entries), as: UTF8.self), .pdq)
        let read = lines.compactMap { line in if case .entry(let record, _) = line { record } else { nil } }
        #expect(read.map(\.fingerprint) == entries.map(\.fingerprint))
        #expect(read.map(\.id) == entries.map(\.id))
    }

    @Test func read_mutatedFiles_neverTraps() throws {
        let entries = Self.entries(seed: 24, count: 5)
        var random = SeededRandom(seed: 25)
        var takenCount = 0
        for format in EntryFormat.allCases {
            var writer = EntryFileWriter(format: format)
            let valid = writer.write(entries)
            for _ in 0..<2_000 {
                var bytes = valid
                for _ in 0..<Int.random(in: 1...5, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                var reader = EntryFileReader(format: format)
                guard let lines = try? reader.read(bytes[...]) + reader.finish() else { continue }
                takenCount += lines.count
            }
        }
        #expect(takenCount > 10_000)
    }
}

/// Python's `csv` and `json` on both sides.
@Suite(.enabled(if: Repository.oraclePython != nil))
struct EntryFileOracleTests {
    private static let names = ["fingerprint", "id", "state", "reason", "source", "author", "note"]

    private func rows(_ entries: [BankEntry]) -> [[String]] {
        entries.map { [$0.fingerprint, $0.id, $0.state.rawValue, $0.reason, $0.source, $0.author, $0.note] }
    }

    @Test(arguments: [EntryFormat.csv, .jsonl])
    func write_isReadByPython(format: EntryFormat) throws {
        let entries = EntryFileReaderTests.entries(seed: 31, count: 300)
        var writer = EntryFileWriter(format: format)
        let output = try Oracle.run(
            "formats_entries.py",
            arguments: ["read", format.rawValue],
            input: Data(writer.write(entries))
        )
        #expect(try JSONDecoder().decode([[String]].self, from: output) == rows(entries))
    }

    @Test(arguments: [EntryFormat.csv, .jsonl])
    func read_whatPythonWrote_isTheSame(format: EntryFormat) throws {
        let entries = EntryFileReaderTests.entries(seed: 32, count: 300)
        let file = try Oracle.run(
            "formats_entries.py",
            arguments: ["write", format.rawValue],
            input: try JSONEncoder().encode(rows(entries))
        )
        var reader = EntryFileReader(format: format)
        let lines = try reader.read([UInt8](file)[...]) + reader.finish()
        let read = lines.compactMap { line -> [String]? in
            guard case .entry(let record, _) = line else { return nil }
            return [
                record.fingerprint, record.id ?? "", record.state?.rawValue ?? "", record.reason ?? "", record.source ?? "",
                record.author ?? "", record.note ?? "",
            ]
        }
        #expect(read == rows(entries))
    }
}
