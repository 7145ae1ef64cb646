import Foundation
import MediaInput
import ModerationCore
import ModerationServer
import TestSupport
import Testing

/// The same work directly in Redis and through a server.
@Suite(.enabled(if: CurationFixture.isPossible))
struct BankCurationTests {
    private static let hash = "e9b492cbb63a3825"

    private func photo(_ name: String) throws -> ArraySlice<UInt8> {
        [UInt8](try Data(contentsOf: Repository.root.appending(path: "demo/photos/\(name).jpg")))[...]
    }

    private func all(_ bank: String, _ banks: any BankCuration) async throws -> [BankEntry] {
        var entries: [BankEntry] = []
        #expect(try await banks.entries(bank: bank, matching: EntryFilter()) { entries += $0 } == 0)
        return entries.sorted { $0.id < $1.id }
    }

    private func code(_ body: () async throws -> Void) async -> (CurationFailure.Code?, String) {
        do {
            try await body()
            return (nil, "no failure")
        } catch {
            let failure = error as? CurationFailure
            return (failure?.code, "\(error)")
        }
    }

    @Test(arguments: CurationFixture.Way.allCases)
    func banks_madeChangedAndDropped_areAsTheyWereTold(way: CurationFixture.Way) async throws {
        let fixture = try await CurationFixture()
        try await fixture.withBanks(way) { banks in
            let draft = BankDraft(name: "guns", kind: .block)
            #expect(try await banks.create(draft, reason: "why", isDryRun: true).epoch == 0)
            #expect(try await banks.banks().isEmpty)
            let made = try await banks.create(draft, reason: "why", isDryRun: false)
            #expect(made.epoch == 1 && made.radius == 8 && made.pixelMode == "exact" && made.state == .live)
            let pdq = BankDraft(name: "pdq", kind: .allow, fingerprintKind: .pdq256, pixelMode: "fast", state: .shadow)
            #expect(try await banks.create(pdq, reason: "why", isDryRun: false).radius == 15)
            #expect(try await banks.banks().map(\.name) == ["guns", "pdq"])
            let tooWide = await code {
                _ = try await banks.update(bank: "pdq", radius: 16, state: nil, reason: "why", isDryRun: false)
            }
            #expect(tooWide.1.contains("from 0 to 15 bits"), "\(tooWide)")
            let changed = try await banks.update(bank: "guns", radius: 4, state: nil, reason: "why", isDryRun: false)
            #expect(changed.radius == 4 && changed.epoch == 2 && changed.state == .live)
            #expect(try await banks.drop(bank: "pdq", reason: "why", isDryRun: true).epoch == 0)
            #expect(try await banks.drop(bank: "pdq", reason: "over", isDryRun: false).epoch == 2)
            #expect(try await banks.banks().map(\.name) == ["guns"])

            let twice = await code { _ = try await banks.create(draft, reason: "why", isDryRun: false) }
            #expect(twice.1.contains("bank guns is there already"))
            let unknown = await code {
                _ = try await banks.update(bank: "no", radius: 4, state: nil, reason: "w", isDryRun: false)
            }
            #expect(unknown.1.contains("there is no bank no"))
            let reasonless = await code { _ = try await banks.drop(bank: "guns", reason: "", isDryRun: false) }
            #expect(reasonless.1.contains("reason: required, 1 to 200 characters"))
            let wide = await code {
                _ = try await banks.update(bank: "guns", radius: 33, state: nil, reason: "w", isDryRun: false)
            }
            #expect(wide.1.contains("radius: 33, from 0 to 16 bits"))
            if way == .redis {
                #expect(twice.0 == .exists && unknown.0 == .notFound && wide.0 == .invalid)
            } else {
                #expect(
                    twice.0 == .refused(.alreadyExists) && unknown.0 == .refused(.notFound)
                        && wide.0 == .refused(.invalidArgument)
                )
            }
        }
        #expect(fixture.log.all.contains("bank guns: created by mara (block, phash64, radius 8, live), epoch 1: why"))
        #expect(fixture.log.all.contains("bank pdq: dropped by mara, epoch 2: over"))
        #expect(fixture.log.all.count == 4)
    }

    @Test(arguments: CurationFixture.Way.allCases)
    func entries_addedMovedQuarantinedAndRemoved_areWhereTheyBelong(way: CurationFixture.Way) async throws {
        let fixture = try await CurationFixture()
        try await fixture.withBanks(way) { banks in
            for name in ["guns", "other"] {
                _ = try await banks.create(BankDraft(name: name, kind: .block), reason: "why", isDryRun: false)
            }
            let terms = EntryTerms(reason: "offered before", source: "case 7", note: "n", state: .shadow)
            let records = [EntryRecord(fingerprint: Self.hash.uppercased()), EntryRecord(fingerprint: "0f0f0f0f0f0f0f0f")]
            #expect(try await banks.add(records, bank: "guns", terms: terms, isDryRun: true).epoch == 0)
            let added = try await banks.add(records, bank: "guns", terms: terms, isDryRun: false)
            #expect(added.epoch == 2 && added.entries.map(\.id) == ["ph-\(Self.hash)", "ph-0f0f0f0f0f0f0f0f"])
            let expected = BankEntry(
                id: "ph-\(Self.hash)",
                fingerprint: Self.hash,
                source: "case 7",
                reason: "offered before",
                author: "mara",
                created: UnixTime(milliseconds: 1_700_000_000_000),
                state: .shadow,
                note: "n"
            )
            #expect(try await all("guns", banks).last == expected)
            // Again, the same entries.
            _ = try await banks.add(records, bank: "guns", terms: terms, isDryRun: false)
            #expect(try await all("guns", banks).count == 2)

            let state = try await banks.setState(
                .quarantined,
                entryIDs: ["ph-\(Self.hash)"],
                bank: "guns",
                reason: "a tablecloth"
            )
            #expect(state.count == 1)
            let quarantined = try #require(try await all("guns", banks).last)
            #expect(quarantined.state == .quarantined && quarantined.note == "a tablecloth" && quarantined.changedBy == "mara")
            let moved = try await banks.move(entryIDs: ["ph-\(Self.hash)", "none"], from: "guns", to: "other", reason: "why")
            #expect(moved.count == 1)
            #expect(try await all("other", banks).map(\.state) == [.quarantined])
            #expect(try await banks.remove(entryIDs: ["ph-\(Self.hash)"], bank: "other", reason: "why").count == 1)
            #expect(try await all("other", banks).isEmpty)

            let gone = await code { _ = try await banks.remove(entryIDs: ["ph-\(Self.hash)"], bank: "other", reason: "why") }
            #expect(gone.1.contains("bank other has no entry 'ph-\(Self.hash)'"))
            let flat = await code {
                _ = try await banks.add(
                    [EntryRecord(fingerprint: "0000000000000001")],
                    bank: "guns",
                    terms: terms,
                    isDryRun: false
                )
            }
            #expect(flat.1.contains("entries[0].fingerprint: 0000000000000001 has 1 of 64 bits set"))
            let past = EntryTerms(reason: "r", expires: UnixTime(milliseconds: 1_600_000_000_000))
            let late = await code { _ = try await banks.add(records, bank: "guns", terms: past, isDryRun: false) }
            #expect(late.1.contains("expires: 2020-09-13T12:26:40Z is in the past"))
            let none = await code { _ = try await banks.add([], bank: "guns", terms: terms, isDryRun: false) }
            #expect(none.1.contains("entries: 0, from 1 to 500"))
        }
        #expect(fixture.log.all.contains { $0.hasPrefix("bank guns: entry ph-\(Self.hash) made quarantined by mara, epoch") })
    }

    @Test(arguments: CurationFixture.Way.allCases)
    func photos_addedAndExplained_areTheBanksOwnFingerprints(way: CurationFixture.Way) async throws {
        let fixture = try await CurationFixture()
        let (bad, again) = (try photo("known-bad"), try photo("known-bad-reupload"))
        try await fixture.withBanks(way) { banks in
            _ = try await banks.create(BankDraft(name: "guns", kind: .block), reason: "why", isDryRun: false)
            let pdq = BankDraft(name: "pdq", kind: .review, fingerprintKind: .pdq256)
            _ = try await banks.create(pdq, reason: "why", isDryRun: false)
            let terms = EntryTerms(reason: "offered before", source: "known-bad.jpg")
            let reader = PhotoReader(fingerprintsPDQ: true)
            let read = try reader.read(bad)
            let added = try await banks.addPhoto(bad, bank: "guns", terms: terms, isDryRun: false)
            #expect(added.entries.first?.fingerprint == read.fingerprint.fingerprint.hexadecimal)
            #expect(added.entries.first?.author == "mara" && added.entries.first?.source == "known-bad.jpg")
            let inPDQ = try await banks.addPhoto(bad, bank: "pdq", terms: terms, isDryRun: false)
            #expect(inPDQ.entries.first?.id == "pdq-\(try #require(read.pdq).photoFingerprint.fingerprint.hexadecimal)")

            _ = try await banks.add([EntryRecord(fingerprint: "0f0f0f0f0f0f0f0f")], bank: "guns", terms: terms, isDryRun: false)
            let reread = try reader.read(again)
            let explained = try await banks.explain(photo: again, bank: nil, limit: 5)
            #expect(explained.pixelMode == "exact" && explained.sha256 == reread.sha256)
            #expect(Set(explained.hashes.map(\.fingerprint.kind)) == [.phash64, .pdq256])
            let guns = try #require(explained.banks.first { $0.metadata.name == "guns" })
            #expect(guns.entryCount == 2 && guns.nearest.count == 2)
            #expect(guns.nearest[0].entry.id == added.entries[0].id && guns.nearest[0].distance <= 8)
            // Beyond the radius, and shown.
            #expect(guns.nearest[1].distance > 8)
            #expect(explained.banks.first { $0.metadata.name == "pdq" }?.nearest.first?.distance ?? 999 <= 31)
            #expect(try await banks.explain(photo: again, bank: "pdq", limit: 1).banks.map(\.metadata.name) == ["pdq"])

            let unreadable = await code { _ = try await banks.addPhoto([1, 2, 3], bank: "guns", terms: terms, isDryRun: false) }
            #expect(unreadable.1.contains("content:"))
        }
    }

    @Test(arguments: CurationFixture.Way.allCases)
    func statistics_countWhatIsThere(way: CurationFixture.Way) async throws {
        let fixture = try await CurationFixture()
        try await fixture.withBanks(way) { banks in
            _ = try await banks.create(BankDraft(name: "guns", kind: .block), reason: "why", isDryRun: false)
            let records = [EntryRecord(fingerprint: Self.hash), EntryRecord(fingerprint: "0f0f0f0f0f0f0f0f")]
            _ = try await banks.add(records, bank: "guns", terms: EntryTerms(reason: "r"), isDryRun: false)
            _ = try await banks.setState(.quarantined, entryIDs: ["ph-\(Self.hash)"], bank: "guns", reason: "why")
            let statistics = try #require(try await banks.statistics(bank: "guns").first)
            #expect(statistics.countsByState.filter { $0.value > 0 } == [.live: 1, .quarantined: 1])
            #expect(statistics.countsByAuthor == ["mara": 2])
            #expect(statistics.newest == UnixTime(milliseconds: 1_700_000_000_000))
            #expect(statistics.memory == BankInMemory(epoch: 7, entryCount: 3, staleMilliseconds: 5))
            #expect(try await banks.statistics(bank: nil).count == 1)
        }
    }
}
