import ModerationCore
import Screening
import Testing

@Suite struct BankSetTests {
    let fixture = BankFixture()

    var clocks: BankFixture.Clocks { fixture.clocks }

    @Test func matches_radiusIsInclusive_nearestFirst() {
        let banks = fixture.bankSet()
        banks.replace(
            fixture.metadata(),
            entries: [
                fixture.entry("nine", fixture.hexadecimal(0x1FF)), fixture.entry("eight", fixture.hexadecimal(0xFF)),
                fixture.entry("zero", fixture.hexadecimal(0)),
            ]
        )
        let matches = banks.matches(for: fixture.photo(0), photoIndex: 3)
        #expect(matches.map(\.entryID) == ["zero", "eight"])
        #expect(matches.map(\.distance) == [0, 8])
        #expect(
            matches.allSatisfy { $0.photoIndex == 3 && $0.bank == "bad" && $0.bankKind == .block && $0.orientation == .upright }
        )
        #expect(matches.first?.reason == "r-zero")
    }

    @Test func matches_unreliableFingerprint_matchesNothing() {
        let banks = fixture.bankSet()
        banks.replace(fixture.metadata(), entries: [fixture.entry("a", fixture.hexadecimal(0))])
        #expect(banks.matches(for: fixture.photo(0, isReliable: false), photoIndex: 0).isEmpty)
    }

    @Test func matches_statesOfEntriesAndBanks_areMarked() {
        let banks = fixture.bankSet()
        let states = BankEntry.State.allCases.map { fixture.entry($0.rawValue, fixture.hexadecimal(0), state: $0) }
        for state in BankMetadata.State.allCases {
            banks.replace(fixture.metadata(state.rawValue, state: state), entries: states)
        }
        let matches = banks.matches(for: fixture.photo(0), photoIndex: 0)
        #expect(matches.map(\.bank) == ["live", "live", "live", "shadow", "shadow", "shadow"])
        #expect(matches.map(\.entryID) == ["live", "quarantined", "shadow", "live", "quarantined", "shadow"])
        #expect(matches.map(\.state) == [.live, .quarantined, .shadow, .shadow, .quarantined, .shadow])
        let status = banks.statuses().first { $0.name == "shadow" }
        #expect(status?.state == .shadow && status?.entryCount == 3 && status?.shadowEntryCount == 1)
        #expect(status?.quarantinedEntryCount == 1 && status?.liveEntryCount == 1)
    }

    @Test func matches_expiredEntries_areNotReturned() {
        let banks = fixture.bankSet()
        banks.replace(fixture.metadata(), entries: [fixture.entry("expiring", fixture.hexadecimal(0), expires: 1_001)])
        #expect(banks.matches(for: fixture.photo(0), photoIndex: 0).map(\.entryID) == ["expiring"])
        clocks.wall.withLock { $0 = UnixTime(milliseconds: 1_001) }
        #expect(banks.matches(for: fixture.photo(0), photoIndex: 0).isEmpty)
    }

    @Test func matches_turnedPhoto_findsTheEntryOnceInItsNearestOrientation() throws {
        let banks = fixture.bankSet()
        banks.replace(fixture.metadata(), entries: [fixture.entry("a", fixture.hexadecimal(0))])
        let far = UInt64(0xFFFF_FFFF_0000_0000)
        let turned = [far, far, 0b111, far, 0b1, 0b11, 0b1, far].map { Fingerprint(phash64: BankFixture.base ^ $0) }
        let photo = PhotoFingerprint(fingerprint: turned[0], isReliable: true, orientations: turned)
        let matches = banks.matches(for: photo, photoIndex: 0)
        #expect(matches.count == 1)
        #expect(matches.first?.distance == 1 && matches.first?.orientation == .mirrored)
        #expect(banks.matches(for: fixture.photo(far), photoIndex: 0).isEmpty)
    }

    @Test func matches_radiusBeyondTheKindsMaximum_isCut() {
        let banks = fixture.bankSet()
        banks.replace(fixture.metadata(radius: 64), entries: [fixture.entry("a", fixture.hexadecimal(0x1_FFFF))])
        #expect(banks.matches(for: fixture.photo(0), photoIndex: 0).isEmpty)
        #expect(banks.matches(for: fixture.photo(1), photoIndex: 0).map(\.distance) == [16])
        #expect(banks.statuses().map(\.radius) == [16])
    }

    @Test func matches_allowBanks_areReturnedBesideOthers() {
        let banks = fixture.bankSet()
        banks.replace(fixture.metadata("bad"), entries: [fixture.entry("a", fixture.hexadecimal(0))])
        banks.replace(
            fixture.metadata("good", kind: .allow, radius: 2),
            entries: [fixture.entry("b", fixture.hexadecimal(1)), fixture.entry("c", fixture.hexadecimal(7))]
        )
        let matches = banks.matches(for: fixture.photo(0), photoIndex: 0)
        #expect(matches.map(\.bankKind) == [.block, .allow] && matches.map(\.entryID) == ["a", "b"])
    }

    @Test func matches_otherKind_areNotCompared() throws {
        let banks = fixture.bankSet()
        let pdq = String(repeating: "5", count: 64)
        banks.replace(fixture.metadata("pdq", fingerprint: .pdq256, radius: 31), entries: [fixture.entry("p", pdq)])
        #expect(banks.matches(for: fixture.photo(0), photoIndex: 0).isEmpty)
        let near = try #require(Fingerprint(kind: .pdq256, hexadecimal: String(repeating: "5", count: 57) + "2aaaaaa"))
        let matches = banks.matches(for: PhotoFingerprint(fingerprint: near, isReliable: true), photoIndex: 0)
        #expect(matches.map(\.distance) == [27])
    }

    @Test func replace_malformedFingerprints_areSkippedAndCounted() {
        let banks = fixture.bankSet()
        banks.replace(
            fixture.metadata(),
            entries: [
                fixture.entry("a", "xyz"), fixture.entry("b", ""), fixture.entry("c", fixture.hexadecimal(0) + "00"),
                fixture.entry("d", fixture.hexadecimal(0)),
                fixture.entry("flat", "0000000000000000"), fixture.entry("full", "fffffffffffffffe"),
            ]
        )
        #expect(banks.statuses().first?.rejectedEntryCount == 5)
        #expect(banks.statuses().first?.entryCount == 1)
        banks.apply(.put([fixture.entry("a", fixture.hexadecimal(1))]), toBank: "bad", epoch: 2)
        #expect(banks.statuses().first?.rejectedEntryCount == 4)
    }

    @Test func apply_changes_areSeenAndEpochsMoveForward() {
        let banks = fixture.bankSet()
        banks.apply(.put([fixture.entry("early", fixture.hexadecimal(0))]), toBank: "bad", epoch: 5)
        #expect(banks.statuses().isEmpty)
        banks.replace(fixture.metadata(epoch: 5), entries: [fixture.entry("a", fixture.hexadecimal(0))])
        banks.apply(.put([fixture.entry("b", fixture.hexadecimal(1))]), toBank: "bad", epoch: 6)
        banks.apply(.remove(ids: ["b"]), toBank: "bad", epoch: 6)
        #expect(banks.matches(for: fixture.photo(0), photoIndex: 0).map(\.entryID) == ["a", "b"])
        banks.apply(.remove(ids: ["a"]), toBank: "bad", epoch: 7)
        #expect(banks.matches(for: fixture.photo(0), photoIndex: 0).map(\.entryID) == ["b"])
        banks.apply(.metadata(fixture.metadata(radius: 0)), toBank: "bad", epoch: 8)
        #expect(banks.matches(for: fixture.photo(0), photoIndex: 0).isEmpty)
        #expect(banks.statuses().first?.epoch == 8)
        banks.drop(bank: "bad")
        #expect(banks.statuses().isEmpty)
    }

    @Test func keep_stampOfTheEpoch_goesToRestarts() {
        let banks = fixture.bankSet()
        banks.replace(fixture.metadata(epoch: 5), entries: [fixture.entry("a", fixture.hexadecimal(0))])
        banks.keep(stamp: "x", bank: "bad", epoch: 5)
        banks.keep(stamp: "late", bank: "bad", epoch: 4)
        banks.keep(stamp: "x", bank: "none", epoch: 5)
        #expect(banks.metadata(bank: "bad")?.stamp == "x" && banks.metadata(bank: "none") == nil)
        #expect(banks.matches(for: fixture.photo(0), photoIndex: 0).map(\.entryID) == ["a"])
    }

    @Test func statuses_age_countsFromLastConfirmation() {
        let banks = fixture.bankSet()
        banks.replace(fixture.metadata(), entries: [])
        clocks.elapsed.withLock { $0 = .milliseconds(1_500) }
        #expect(banks.statuses().map(\.staleMilliseconds) == [1_500])
        banks.confirmFresh(at: clocks.start + .milliseconds(1_400), banks: ["another"])
        #expect(banks.statuses().map(\.staleMilliseconds) == [1_500])
        banks.confirmFresh(at: clocks.start + .milliseconds(1_400), banks: ["bad"])
        #expect(banks.statuses().map(\.staleMilliseconds) == [100])
    }

    @Test func matches_manyNearCopies_areCappedToTheNearest() {
        let banks = fixture.bankSet()
        let entries = (0..<1_000).map { fixture.entry(String($0), fixture.hexadecimal(UInt64($0) & 0xFF)) }
        banks.replace(fixture.metadata(), entries: entries)
        let matches = banks.matches(for: fixture.photo(0), photoIndex: 0)
        #expect(matches.count == BankSet.maximumMatchCountPerBank)
        #expect(matches.prefix(4).allSatisfy { $0.distance == 0 })
    }

    /// In any order of their ids, those that come first, and not by sorting all of them again and again.
    @Test(arguments: [false, true])
    func matches_manyEntriesOfOneFingerprint_areThoseWhoseIDsComeFirst(isAscending: Bool) {
        let banks = fixture.bankSet()
        let ids = (0..<20_000).map { String(100_000 + (isAscending ? $0 : 19_999 - $0)) }
        banks.replace(fixture.metadata(), entries: ids.map { fixture.entry($0, fixture.hexadecimal(1), reason: "r") })
        let matches = banks.matches(for: fixture.photo(0), photoIndex: 0)
        #expect(matches.map(\.entryID) == ids.sorted().prefix(BankSet.maximumMatchCountPerBank).map { $0 })
        #expect(matches.allSatisfy { $0.distance == 1 })
    }
}
