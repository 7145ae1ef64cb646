import ModerationCore
import ModerationServer
import TestSupport
import Testing

/// Banks as files, and files as banks, directly in Redis and through a server.
@Suite(.enabled(if: CurationFixture.isPossible))
struct BankFilesTests {
    private func all(_ bank: String, _ banks: any BankCuration) async throws -> [BankEntry] {
        var entries: [BankEntry] = []
        _ = try await banks.entries(bank: bank, matching: EntryFilter()) { entries += $0 }
        return entries.sorted { $0.id < $1.id }
    }

    private func export(
        _ bank: String,
        _ format: EntryFormat,
        _ banks: any BankCuration
    ) async throws -> (bytes: [UInt8], last: ExportPiece?) {
        var bytes: [UInt8] = []
        var last: ExportPiece?
        try await banks.exportEntries(bank: bank, format: format, states: []) { piece in
            bytes += piece.bytes
            last = piece
        }
        return (bytes, last)
    }

    /// Of entries that may be in a bank: their texts within the limits.
    private static let entries = EntryFileReaderTests.entries(seed: 41, count: 1_234).filter {
        isUsable($0.fingerprint)
    }

    private static func isUsable(_ text: String) -> Bool { (try? FingerprintText.checked(text, .pdq256)) != nil }

    @Test(arguments: CurationFixture.Way.allCases)
    func export_importedAgain_isTheSameBank(way: CurationFixture.Way) async throws {
        let fixture = try await CurationFixture()
        try await fixture.withBanks(way) { banks in
            for name in ["one", "csv", "jsonl", "pdq"] {
                _ = try await banks.create(
                    BankDraft(name: name, kind: .block, fingerprintKind: .pdq256),
                    reason: "w",
                    isDryRun: false
                )
            }
            var writer = EntryFileWriter(format: .jsonl)
            var source = BytesInPieces(writer.write(Self.entries), size: 10_007)
            var plan = ImportPlan(bank: "one", format: .jsonl, terms: EntryTerms(reason: ""), keepsAuthors: true)
            let report = try await banks.importEntries(from: &source, plan)
            #expect(report.acceptedCount == Self.entries.count && report.rejectedCount == 0 && report.epoch >= 3)
            let original = try await all("one", banks)
            #expect(original == Self.entries.sorted { $0.id < $1.id })

            for format in [EntryFormat.csv, .jsonl] {
                let file = try await export("one", format, banks)
                #expect(file.last?.entryCount == Self.entries.count && file.last?.leftOutCount == 0)
                plan.bank = format.rawValue
                plan.format = format
                for _ in 0..<2 {
                    // The second time nothing changes.
                    var source = BytesInPieces(file.bytes, size: 60_000)
                    let report = try await banks.importEntries(from: &source, plan)
                    #expect(report.acceptedCount + report.quarantinedCount == Self.entries.count)
                    #expect(try await all(plan.bank, banks) == original)
                }
            }
            let live = Self.entries.filter { $0.state == .live }
            let file = try await export("one", .pdq, banks)
            #expect(file.last?.entryCount == live.count && file.last?.leftOutCount == Self.entries.count - live.count)
            plan = ImportPlan(bank: "pdq", format: .pdq, terms: EntryTerms(reason: "theirs", state: .shadow))
            var source2 = BytesInPieces(file.bytes, size: 777)
            #expect(try await banks.importEntries(from: &source2, plan).acceptedCount == live.count)
            let copied = try await all("pdq", banks)
            #expect(copied.map(\.id) == live.map(\.id).sorted())
            #expect(copied.allSatisfy { $0.state == .shadow && $0.author == "mara" && $0.reason == "theirs" })
        }
    }

    @Test(arguments: CurationFixture.Way.allCases)
    func import_whereLinesAreBad_takesTheOthersAndSaysWhich(way: CurationFixture.Way) async throws {
        let fixture = try await CurationFixture()
        try await fixture.withBanks(way) { banks in
            _ = try await banks.create(BankDraft(name: "guns", kind: .block), reason: "w", isDryRun: false)
            var csv = "fingerprint,reason,author\ne9b492cbb63a3825,,forged\n0000000000000000,,\n12,,\n"
            csv += String(repeating: "x,,\n", count: 30) + "0f0f0f0f0f0f0f0f,own,\n"
            var plan = ImportPlan(bank: "guns", format: .csv, terms: EntryTerms(reason: "list"), isDryRun: true)
            for isDryRun in [true, false] {
                plan.isDryRun = isDryRun
                var source = BytesInPieces(Array(csv.utf8), size: 9)
                let report = try await banks.importEntries(from: &source, plan)
                #expect(report.acceptedCount == 2 && report.rejectedCount == 32 && report.rejected.count == 20)
                #expect(report.rejected[0].line == 3 && report.rejected[0].reason.contains("0 of 64 bits set"))
                #expect(report.rejected[1] == RejectedLine(line: 4, reason: "fingerprint: 2 hexadecimal digits, phash64 has 16"))
                #expect(report.epoch == (isDryRun ? 0 : 2))
            }
            let entries = try await all("guns", banks)
            #expect(entries.map(\.reason) == ["own", "list"])
            // A file's word for who added something is not taken, unless that is asked for.
            #expect(entries.allSatisfy { $0.author == "mara" })

            plan = ImportPlan(bank: "guns", format: .csv, terms: EntryTerms(reason: ""))
            var source = BytesInPieces(Array("fingerprint\ne9b492cbb63a3825\n".utf8), size: 99)
            #expect(
                try await banks.importEntries(from: &source, plan).rejected.map(\.reason) == [
                    "reason: required, 1 to 200 characters"
                ]
            )
            source = BytesInPieces(Array("id\nx\n".utf8), size: 99)
            let failure = await #expect(throws: CurationFailure.self) { try await banks.importEntries(from: &source, plan) }
            #expect(failure?.description.contains("line 1: there is no column 'fingerprint'") == true)
            plan.format = .pdq
            source = BytesInPieces(Array("id\nx\n".utf8), size: 99)
            let kind = await #expect(throws: CurationFailure.self) { try await banks.importEntries(from: &source, plan) }
            #expect(kind?.description.contains("pdq is for banks of pdq256") == true)
        }
    }

    @Test(arguments: CurationFixture.Way.allCases)
    func import_whereALineRepeatsAnother_rejectsIt(way: CurationFixture.Way) async throws {
        let fixture = try await CurationFixture()
        try await fixture.withBanks(way) { banks in
            _ = try await banks.create(BankDraft(name: "guns", kind: .block), reason: "w", isDryRun: false)
            let csv = """
                fingerprint,id
                e9b492cbb63a3825,a
                0f0f0f0f0f0f0f0f,
                0ff00ff00ff00ff0,a
                0f0f0f0f0f0f0f0f,
                e9b492cbb63a3825,b
                5555666677778893,u\u{301}

                """
            let plan = ImportPlan(bank: "guns", format: .csv, terms: EntryTerms(reason: "list"))
            var source = BytesInPieces(Array(csv.utf8), size: 9)
            let report = try await banks.importEntries(from: &source, plan)
            #expect(report.acceptedCount == 3 && report.rejectedCount == 3)
            #expect(
                report.rejected == [
                    RejectedLine(line: 4, reason: "id: 'a' is on line 2 already"),
                    RejectedLine(line: 5, reason: "fingerprint: it is on line 3 already"),
                    RejectedLine(
                        line: 7,
                        reason: "id: 1 to 128 bytes without control characters, accents as one character with their letter (NFC)"
                    ),
                ]
            )
            #expect(
                try await all("guns", banks).map(\.fingerprint) == ["e9b492cbb63a3825", "e9b492cbb63a3825", "0f0f0f0f0f0f0f0f"]
            )
        }
    }

    @Test(arguments: CurationFixture.Way.allCases)
    func import_ofAnEntryThatIsQuarantined_leavesItSo(way: CurationFixture.Way) async throws {
        let fixture = try await CurationFixture()
        try await fixture.withBanks(way) { banks in
            _ = try await banks.create(BankDraft(name: "guns", kind: .block), reason: "w", isDryRun: false)
            let csv = "fingerprint,id\ne9b492cbb63a3825,a\n0f0f0f0f0f0f0f0f,b\n"
            let plan = ImportPlan(bank: "guns", format: .csv, terms: EntryTerms(reason: "list"))
            var source = BytesInPieces(Array(csv.utf8), size: 99)
            #expect(try await banks.importEntries(from: &source, plan).quarantinedCount == 0)
            // A reason with a state's name in it is no state.
            let reason = #"said "state":"live", and it was not"#
            _ = try await banks.setState(.quarantined, entryIDs: ["a"], bank: "guns", reason: reason)
            source = BytesInPieces(Array(csv.utf8), size: 99)
            let report = try await banks.importEntries(from: &source, plan)
            #expect(report.acceptedCount == 1 && report.quarantinedCount == 1)
            #expect(try await all("guns", banks).map(\.state) == [.quarantined, .live])
            #expect(try await all("guns", banks)[0].note == reason)

            // Nor does one that is moved there, or comes as quarantined by another list.
            _ = try await banks.create(BankDraft(name: "other", kind: .block), reason: "w", isDryRun: false)
            source = BytesInPieces(Array(csv.utf8), size: 99)
            _ = try await banks.importEntries(
                from: &source,
                ImportPlan(bank: "other", format: .csv, terms: EntryTerms(reason: "o"))
            )
            let moved = await #expect(throws: CurationFailure.self) {
                try await banks.move(entryIDs: ["b", "a"], from: "other", to: "guns", reason: "r")
            }
            #expect(moved?.description.hasSuffix("'a' is quarantined in bank guns: release it, or remove it first") == true)
            #expect(try await all("other", banks).count == 2)
            let quarantined = "fingerprint,id,state\n0ff00ff00ff00ff0,a,quarantined\n"
            source = BytesInPieces(Array(quarantined.utf8), size: 99)
            var dry = plan
            dry.isDryRun = true
            for each in [dry, plan] {
                source = BytesInPieces(Array(quarantined.utf8), size: 99)
                let report = try await banks.importEntries(from: &source, each)
                #expect(report.acceptedCount == 0 && report.quarantinedCount == 1 && report.epoch == 0)
            }
            #expect(try await all("guns", banks)[0].note == reason)

            let added = await #expect(throws: CurationFailure.self) {
                var records = [EntryRecord(fingerprint: "0ff00ff00ff00ff0"), EntryRecord(fingerprint: "e9b492cbb63a3825")]
                records[1].id = "a"
                _ = try await banks.add(records, bank: "guns", terms: EntryTerms(reason: "r"), isDryRun: false)
            }
            #expect(added?.description.hasSuffix("'a' is quarantined in bank guns: release it, or remove it first") == true)
            #expect(try await all("guns", banks).count == 2)
            _ = try await banks.setState(.live, entryIDs: ["a"], bank: "guns", reason: "looked at")
            source = BytesInPieces(Array(csv.utf8), size: 99)
            #expect(try await banks.importEntries(from: &source, plan).quarantinedCount == 0)
            #expect(try await all("guns", banks).map(\.state) == [.live, .live])
        }
    }
}
