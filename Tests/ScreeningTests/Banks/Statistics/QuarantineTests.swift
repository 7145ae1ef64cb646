import ModerationCore
import Screening
import TestSupport
import Testing

/// An entry that floods, from the lookup to its release.
@Suite struct QuarantineTests {
    let fixture = BankFixture()

    /// Photos within so many bits of the base, more than 4 bits from one another.
    private func neighbours(within radius: Int = 8) -> [UInt64] {
        var random = SeededRandom(seed: 3)
        var found: [UInt64] = []
        while found.count < 60 {
            let bits = (0..<radius).reduce(into: UInt64(0)) { bits, _ in bits |= 1 << UInt64.random(in: 0..<64, using: &random) }
            if found.allSatisfy({ ($0 ^ bits).nonzeroBitCount > 4 }) { found.append(bits) }
        }
        return found
    }

    private func flood(_ banks: BankSet, within radius: Int = 8) -> [BankEntry.State] {
        neighbours(within: radius).flatMap { banks.matches(for: fixture.photo($0), photoIndex: 0).map(\.state) }
    }

    private func quarantinedBank(kind: BankKind = .block) -> BankSet {
        let banks = fixture.bankSet()
        banks.replace(fixture.metadata(kind: kind, epoch: 5), entries: [fixture.entry("a", fixture.hexadecimal(0))])
        _ = flood(banks)
        return banks
    }

    private func state(_ banks: BankSet) -> BankEntry.State? {
        banks.matches(for: fixture.photo(0), photoIndex: 0).first?.state
    }

    @Test(arguments: BankKind.allCases)
    func matches_entryThatFloods_isQuarantinedAtOnceAndReportedOnce(kind: BankKind) {
        let banks = fixture.bankSet()
        banks.replace(fixture.metadata(kind: kind, epoch: 5), entries: [fixture.entry("a", fixture.hexadecimal(0))])
        let states = flood(banks, within: kind.defaultRadius(for: .phash64))
        #expect(states == Array(repeating: .live, count: 31) + Array(repeating: .quarantined, count: 29))
        let notices = banks.unconfirmedQuarantines()
        #expect(notices.map(\.entryID) == ["a"] && notices.first?.bank == "bad" && notices.first?.epoch == 5)
        #expect(
            notices.first?.reason == "matched 32 different photos of 31 looked up within 60 s"
                || notices.first?.reason == "matched 32 different photos of 32 looked up within 60 s"
        )
        #expect(banks.statuses().first?.quarantinedEntryCount == 1 && banks.statuses().first?.liveEntryCount == 0)
    }

    @Test func matches_onePhotoFiveHundredTimes_staysLive() {
        let banks = fixture.bankSet()
        banks.replace(fixture.metadata(), entries: [fixture.entry("a", fixture.hexadecimal(0))])
        for _ in 0..<500 { #expect(banks.matches(for: fixture.photo(3), photoIndex: 0).map(\.state) == [.live]) }
        #expect(banks.statistics(bank: "bad")?.entries.first?.recentPhotoCount == 1)
    }

    @Test func matches_entriesThatDoNotAct_areNotQuarantined() {
        let banks = fixture.bankSet()
        banks.replace(fixture.metadata(), entries: [fixture.entry("a", fixture.hexadecimal(0), state: .shadow)])
        banks.replace(fixture.metadata("trial", state: .shadow), entries: [fixture.entry("b", fixture.hexadecimal(0))])
        #expect(flood(banks).allSatisfy { $0 == .shadow })
        #expect(banks.unconfirmedQuarantines().isEmpty)
    }

    @Test func explain_doesNotCount() {
        let banks = fixture.bankSet()
        banks.replace(fixture.metadata(), entries: [fixture.entry("a", fixture.hexadecimal(0))])
        for photo in neighbours() { #expect(banks.explain(fixture.photo(photo)).map(\.state) == [.live]) }
        #expect(banks.statistics(bank: "bad")?.lookupCount == 0)
    }

    @Test func replace_entryStillLiveAtALaterEpoch_staysQuarantined() {
        let banks = quarantinedBank()
        banks.replace(fixture.metadata(epoch: 9), entries: [fixture.entry("a", fixture.hexadecimal(0))])
        #expect(state(banks) == .quarantined)
        banks.apply(.put([fixture.entry("b", fixture.hexadecimal(1))]), toBank: "bad", epoch: 10)
        #expect(state(banks) == .quarantined)
    }

    @Test func put_liveAfterTheQuarantine_releasesAndTolerates() {
        let banks = quarantinedBank()
        banks.apply(.put([fixture.entry("a", fixture.hexadecimal(0))]), toBank: "bad", epoch: 6)
        #expect(state(banks) == .live)
        #expect(flood(banks).allSatisfy { $0 == .live })
        #expect(banks.unconfirmedQuarantines().isEmpty)
    }

    @Test func put_quarantinedByTheBank_confirmsAndALaterPutReleases() {
        let banks = quarantinedBank()
        banks.apply(.put([fixture.entry("a", fixture.hexadecimal(0), state: .quarantined)]), toBank: "bad", epoch: 6)
        #expect(banks.unconfirmedQuarantines().isEmpty && state(banks) == .quarantined)
        banks.replace(fixture.metadata(epoch: 9), entries: [fixture.entry("a", fixture.hexadecimal(0))])
        #expect(state(banks) == .live)
    }

    @Test func put_liveAfterTheBankConfirmed_staysLiveWhileTheFloodGoesOn() {
        let banks = fixture.bankSet()
        banks.replace(fixture.metadata(epoch: 5), entries: [fixture.entry("a", fixture.hexadecimal(0))])
        let photos = neighbours()
        for photo in photos.prefix(40) { _ = banks.matches(for: fixture.photo(photo), photoIndex: 0) }
        banks.apply(.put([fixture.entry("a", fixture.hexadecimal(0), state: .quarantined)]), toBank: "bad", epoch: 6)
        for photo in photos[40..<50] { _ = banks.matches(for: fixture.photo(photo), photoIndex: 0) }
        banks.apply(.put([fixture.entry("a", fixture.hexadecimal(0))]), toBank: "bad", epoch: 7)
        for photo in photos[50...] { #expect(banks.matches(for: fixture.photo(photo), photoIndex: 0).map(\.state) == [.live]) }
        #expect(banks.unconfirmedQuarantines().isEmpty)
    }

    @Test func remove_andPutAgain_isLive() {
        let banks = quarantinedBank()
        banks.apply(.remove(ids: ["a"]), toBank: "bad", epoch: 6)
        #expect(banks.unconfirmedQuarantines().isEmpty && state(banks) == nil)
        banks.apply(.put([fixture.entry("a", fixture.hexadecimal(0))]), toBank: "bad", epoch: 7)
        #expect(state(banks) == .live)
    }

    @Test func statistics_countLookupsMatchesAndEntries() {
        let banks = fixture.bankSet()
        banks.replace(
            fixture.metadata(),
            entries: [fixture.entry("a", fixture.hexadecimal(0)), fixture.entry("b", fixture.hexadecimal(0xFFFF))]
        )
        for _ in 0..<3 { _ = banks.matches(for: fixture.photo(0), photoIndex: 0) }
        fixture.clocks.advance(.seconds(90))
        for photo in [0xFF00, 0xFFFF, 0xFFFF_0000_0000] as [UInt64] {
            _ = banks.matches(for: fixture.photo(photo), photoIndex: 0)
        }
        let statistics = banks.statistics(bank: "bad")
        #expect(statistics?.lookupCount == 6 && statistics?.matchedPhotoCount == 5 && statistics?.matchCount == 6)
        #expect(statistics?.entries.map(\.entryID) == ["a", "b"] && statistics?.entries.map(\.matchCount) == [4, 2])
        #expect(statistics?.entries.map(\.matchesInLastMinute) == [1, 2])
        #expect(statistics?.entries.map(\.lastMatched.milliseconds) == [91_000, 91_000])
        #expect(banks.statistics(bank: "bad", limit: 1)?.entries.count == 1 && banks.statistics(bank: "none") == nil)
        #expect(banks.lookupCounts().map(\.lookupCount) == [6])
    }

    @Test func endQuarantine_afterSomebodyReleasedTheEntry_letsItAct() {
        let banks = quarantinedBank()
        banks.endQuarantine(of: "a", bank: "bad")
        #expect(state(banks) == .live && banks.unconfirmedQuarantines().isEmpty)
    }

    @Test func matches_notCounted_quarantineNothing() {
        let banks = fixture.bankSet()
        banks.replace(fixture.metadata(), entries: [fixture.entry("a", fixture.hexadecimal(0))])
        for photo in neighbours() { _ = banks.matches(for: fixture.photo(photo), photoIndex: 0, isCounted: false) }
        #expect(banks.unconfirmedQuarantines().isEmpty && banks.statistics(bank: "bad")?.matchCount == 0)
    }

    @Test func matches_manyIdleEntriesNearer_stillShowTheLiveOne() {
        let banks = fixture.bankSet()
        let idle = (0..<100).map { fixture.entry("a\($0)", fixture.hexadecimal(0), state: .shadow) }
        banks.replace(fixture.metadata(), entries: idle + [fixture.entry("z", fixture.hexadecimal(1))])
        #expect(banks.matches(for: fixture.photo(0), photoIndex: 0).contains { $0.entryID == "z" && $0.state == .live })
    }

    @Test func matches_allowBankOfALargeRadius_excuseTheSamePictureOnly() {
        let banks = fixture.bankSet()
        var metadata = fixture.metadata(kind: .allow)
        metadata.radius = 16
        banks.replace(metadata, entries: [fixture.entry("a", fixture.hexadecimal(0))])
        #expect(banks.matches(for: fixture.photo(0x1F), photoIndex: 0).isEmpty)
        #expect(banks.matches(for: fixture.photo(0xF), photoIndex: 0).count == 1)
    }
}
