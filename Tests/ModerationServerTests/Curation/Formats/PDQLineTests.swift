import ModerationCore
import ModerationServer
import TestSupport
import Testing

@Suite struct PDQLineTests {
    /// One that PDQ's authors publish.
    private static let hash = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"

    private func record(_ line: String) throws -> EntryRecord? { try PDQLine.record(Array(line.utf8)[...]) }

    private func expected(_ change: (inout EntryRecord) -> Void = { _ in }) -> EntryRecord {
        var record = EntryRecord(fingerprint: Self.hash)
        change(&record)
        return record
    }

    @Test func record_inEachForm_readsWhatItSays() throws {
        let hash = Self.hash
        #expect(try record(hash) == expected())
        #expect(try record("  \(hash.uppercased())\r") == expected())
        #expect(try record("hash=\(hash)") == expected())
        #expect(try record("\(hash),100,bridge, and water.jpg") == expected { $0.source = "bridge, and water.jpg" })
        #expect(try record("\(hash) 87 a b.jpg") == expected { $0.source = "a b.jpg" })
        #expect(try record("\(hash)\t50") == expected())
        #expect(
            try record("hash=\(hash),norm=128,delta=0,quality=100,filename=a,b.jpg") == expected { $0.source = "a,b.jpg" }
        )
        #expect(try record("\(hash),some metadata") == expected { $0.source = "some metadata" })
        #expect(try record("\(hash),idx=17") == expected())
        #expect(try record("\(hash),id=a,b=c") == expected { $0.id = "a,b=c" })
        #expect(
            try record("\(hash),2880742865368386,2020-07-31T18:47:52+0000,disputed samples")
                == expected {
                    $0.id = "te-2880742865368386"
                    $0.created = UnixTime(milliseconds: 1_596_221_272_000)
                    $0.note = "disputed samples"
                }
        )
        #expect(try record("2880742865368386,\(hash)") == expected { $0.id = "te-2880742865368386" })
        for silent in ["", "   ", "# a comment", "\t"] { #expect(try record(silent) == nil) }
    }

    @Test func record_whenItIsNoHashOrOfLowQuality_saysWhy() {
        let cases = [
            ("zz", "fingerprint: a line begins with the 64"), (String(Self.hash.dropLast()), "fingerprint:"),
            (Self.hash + "0", "fingerprint:"), ("\(Self.hash),49,a.jpg", "quality: 49, at least 50"),
            ("hash=\(Self.hash),quality=3,filename=a", "quality: 3, at least 50"), ("12345", "fingerprint:"),
            ("hash=\(Self.hash),quality=many", "quality: 'many' is not a number"),
        ]
        for (line, reason) in cases {
            let problem = #expect(throws: RecordProblem.self) { _ = try record(line) }
            #expect(problem?.reason.hasPrefix(reason) == true, "\(line): \(problem?.reason ?? "")")
        }
    }

    @Test func record_mutatedLines_neverTrap() {
        let lines = [
            "\(Self.hash),100,bridge.jpg", "hash=\(Self.hash),norm=128,quality=100,filename=a", "123,\(Self.hash)",
            "\(Self.hash),2880742865368386,2020-07-31T18:47:52+0000,x",
        ].map { Array($0.utf8) }
        var random = SeededRandom(seed: 3)
        var takenCount = 0
        for _ in 0..<20_000 {
            var bytes = lines[Int.random(in: 0..<lines.count, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if let record = try? PDQLine.record(bytes[...]) {
                takenCount += 1
                #expect(record.fingerprint.utf8.count == 64)
            }
        }
        #expect(takenCount > 0)
    }
}
