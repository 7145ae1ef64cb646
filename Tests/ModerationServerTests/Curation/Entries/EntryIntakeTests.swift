import ModerationCore
import ModerationServer
import Testing

@Suite struct EntryIntakeTests {
    private static let now = UnixTime(milliseconds: 1_700_000_000_000)
    private static let hash = "e9b492cbb63a3825"

    private func entry(
        _ change: (inout EntryRecord) -> Void = { _ in },
        terms: EntryTerms = EntryTerms(reason: "why"),
        keepsAuthors: Bool = false
    ) throws -> BankEntry {
        var record = EntryRecord(fingerprint: Self.hash)
        change(&record)
        return try EntryIntake(
            fingerprintKind: .phash64,
            terms: terms,
            author: "mara",
            keepsAuthors: keepsAuthors,
            now: Self.now
        ).entry(record)
    }

    @Test func entry_ofABareFingerprint_takesTheTerms() throws {
        let expires = UnixTime(milliseconds: 1_800_000_000_000)
        let made = try entry(terms: EntryTerms(reason: "why", source: "s", note: "n", expires: expires, state: .shadow))
        #expect(
            made
                == BankEntry(
                    id: "ph-\(Self.hash)",
                    fingerprint: Self.hash,
                    source: "s",
                    reason: "why",
                    author: "mara",
                    created: Self.now,
                    expires: expires,
                    state: .shadow,
                    note: "n"
                )
        )
    }

    @Test func entry_whenTheRecordSaysIt_takesThat() throws {
        func set(_ record: inout EntryRecord) {
            (record.id, record.reason, record.author, record.state) = ("x", "own", "somebody", .quarantined)
            record.created = UnixTime(milliseconds: 5)
            (record.changed, record.changedBy) = (UnixTime(milliseconds: 6), "ann")
        }
        let made = try entry(set)
        #expect(made.id == "x" && made.reason == "own" && made.state == .quarantined && made.created.milliseconds == 5)
        // Whose work it is, is not the file's to say.
        #expect(made.author == "mara" && made.changed == nil && made.changedBy.isEmpty)
        let kept = try entry(set, keepsAuthors: true)
        #expect(kept.author == "somebody" && kept.changed?.milliseconds == 6 && kept.changedBy == "ann")
    }

    private static let wrong: [(@Sendable (inout EntryRecord) -> Void, String)] = [
        ({ $0.fingerprint = "12" }, "fingerprint: 2 hexadecimal digits, phash64 has 16"),
        ({ $0.fingerprint = "g9b492cbb63a3825" }, "fingerprint: 'g9b492cbb63a3825' is not hexadecimal"),
        ({ $0.fingerprint = "0000000000000007" }, "fingerprint: 0000000000000007 has 3 of 64 bits set"),
        ({ $0.fingerprint = "fffffffffffffff8" }, "fingerprint: fffffffffffffff8 has 61 of 64 bits set"),
        ({ $0.id = "" }, "id: 1 to 128 bytes"), ({ $0.id = String(repeating: "é", count: 65) }, "id: 130 bytes, at most 128"),
        ({ $0.id = "a\nb" }, "id: control characters"), ({ $0.reason = "" }, "reason: required"),
        ({ $0.reason = String(repeating: "é", count: 201) }, "reason: 201 characters, at most 200"),
        ({ $0.source = "a\u{7}" }, "source: control characters"),
        ({ $0.note = String(repeating: "n", count: 1_001) }, "note: 1001 characters, at most 1000"),
    ]

    @Test(arguments: wrong.indices) func entry_whenSomethingIsWrong_namesFieldAndLimit(index: Int) {
        let (change, reason) = Self.wrong[index]
        let problem = #expect(throws: RecordProblem.self) { _ = try entry(change) }
        #expect(problem?.reason.hasPrefix(reason) == true, "\(problem?.reason ?? "")")
    }

    @Test func entry_withANoteOfLines_isTaken() throws {
        #expect(try entry({ $0.note = "one\n\ttwo" }).note == "one\n\ttwo")
    }
}
