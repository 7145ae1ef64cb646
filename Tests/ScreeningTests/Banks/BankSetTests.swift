import ModerationCore
import Screening
import Synchronization
import TestSupport
import Testing

@Suite struct BankSetTests {
    final class Clocks: Sendable {
        let start = ContinuousClock.now
        let elapsed = Mutex(Duration.zero)
        let wall = Mutex(UnixTime(milliseconds: 1_000))
        func bankSet() -> BankSet {
            BankSet(monotonicNow: { self.start + self.elapsed.withLock { $0 } }, wallNow: { self.wall.withLock { $0 } })
        }
    }

    let clocks = Clocks()

    func metadata(
        _ name: String = "bad",
        kind: BankKind = .block,
        fingerprint: FingerprintKind = .phash64,
        radius: Int = 8,
        state: BankMetadata.State = .live,
        epoch: Int64 = 1
    ) -> BankMetadata {
        BankMetadata(name: name, kind: kind, fingerprintKind: fingerprint, radius: radius, state: state, epoch: epoch)
    }

    func entry(_ id: String, _ fingerprint: String, state: BankEntry.State = .live, expires: Int64? = nil) -> BankEntry {
        BankEntry(
            id: id,
            fingerprint: fingerprint,
            source: "s",
            reason: "r-\(id)",
            author: "a",
            created: UnixTime(milliseconds: 0),
            expires: expires.map { UnixTime(milliseconds: $0) },
            state: state
        )
    }

    func photo(_ bits: UInt64, isReliable: Bool = true) -> PhotoFingerprint {
        PhotoFingerprint(fingerprint: Fingerprint(phash64: bits), isReliable: isReliable)
    }

    func hexadecimal(_ bits: UInt64) -> String { Fingerprint(phash64: bits).hexadecimal }

    @Test func matches_radiusIsInclusive_nearestFirst() {
        let banks = clocks.bankSet()
        banks.replace(
            metadata(),
            entries: [entry("nine", hexadecimal(0x1FF)), entry("eight", hexadecimal(0xFF)), entry("zero", hexadecimal(0))]
        )
        let matches = banks.matches(for: photo(0), photoIndex: 3)
        #expect(matches.map(\.entryID) == ["zero", "eight"])
        #expect(matches.map(\.distance) == [0, 8])
        #expect(
            matches.allSatisfy { $0.photoIndex == 3 && $0.bank == "bad" && $0.bankKind == .block && $0.orientation == .upright }
        )
        #expect(matches.first?.reason == "r-zero")
    }

    @Test func matches_unreliableFingerprint_matchesNothing() {
        let banks = clocks.bankSet()
        banks.replace(metadata(), entries: [entry("a", hexadecimal(0))])
        #expect(banks.matches(for: photo(0, isReliable: false), photoIndex: 0).isEmpty)
    }

    @Test func matches_onlyLiveUnexpiredEntriesOfLiveBanks() {
        let banks = clocks.bankSet()
        banks.replace(
            metadata(),
            entries: [
                entry("shadow", hexadecimal(0), state: .shadow), entry("quarantined", hexadecimal(0), state: .quarantined),
                entry("expiring", hexadecimal(0), expires: 1_001),
            ]
        )
        banks.replace(metadata("off", state: .disabled), entries: [entry("b", hexadecimal(0))])
        banks.replace(metadata("shade", state: .shadow), entries: [entry("c", hexadecimal(0))])
        #expect(banks.matches(for: photo(0), photoIndex: 0).map(\.entryID) == ["expiring"])
        clocks.wall.withLock { $0 = UnixTime(milliseconds: 1_001) }
        #expect(banks.matches(for: photo(0), photoIndex: 0).isEmpty)
    }

    @Test func matches_allowBanks_areReturnedBesideOthers() {
        let banks = clocks.bankSet()
        banks.replace(metadata("bad"), entries: [entry("a", hexadecimal(0))])
        banks.replace(
            metadata("good", kind: .allow, radius: 2),
            entries: [entry("b", hexadecimal(1)), entry("c", hexadecimal(7))]
        )
        let matches = banks.matches(for: photo(0), photoIndex: 0)
        #expect(matches.map(\.bankKind) == [.block, .allow] && matches.map(\.entryID) == ["a", "b"])
    }

    @Test func matches_otherKind_areNotCompared() throws {
        let banks = clocks.bankSet()
        let pdq = String(repeating: "0", count: 64)
        banks.replace(metadata("pdq", fingerprint: .pdq256, radius: 31), entries: [entry("p", pdq)])
        #expect(banks.matches(for: photo(0), photoIndex: 0).isEmpty)
        let near = try #require(Fingerprint(kind: .pdq256, hexadecimal: String(repeating: "0", count: 57) + "7ffffff"))
        let matches = banks.matches(for: PhotoFingerprint(fingerprint: near, isReliable: true), photoIndex: 0)
        #expect(matches.map(\.distance) == [27])
    }

    @Test func replace_malformedFingerprints_areSkippedAndCounted() {
        let banks = clocks.bankSet()
        banks.replace(
            metadata(),
            entries: [entry("a", "xyz"), entry("b", ""), entry("c", hexadecimal(0) + "00"), entry("d", hexadecimal(0))]
        )
        #expect(banks.rejectedEntryCount(bank: "bad") == 3)
        #expect(banks.statuses().first?.entryCount == 1)
        banks.apply(.put([entry("a", hexadecimal(1))]), toBank: "bad", epoch: 2)
        #expect(banks.rejectedEntryCount(bank: "bad") == 2)
        #expect(banks.rejectedEntryCount(bank: "none") == 0)
    }

    @Test func apply_changes_areSeenAndEpochsMoveForward() {
        let banks = clocks.bankSet()
        banks.apply(.put([entry("early", hexadecimal(0))]), toBank: "bad", epoch: 5)
        #expect(banks.statuses().isEmpty)
        banks.replace(metadata(epoch: 5), entries: [entry("a", hexadecimal(0))])
        banks.apply(.put([entry("b", hexadecimal(1))]), toBank: "bad", epoch: 6)
        banks.apply(.remove(ids: ["b"]), toBank: "bad", epoch: 6)
        #expect(banks.matches(for: photo(0), photoIndex: 0).map(\.entryID) == ["a", "b"])
        banks.apply(.remove(ids: ["a"]), toBank: "bad", epoch: 7)
        #expect(banks.matches(for: photo(0), photoIndex: 0).map(\.entryID) == ["b"])
        banks.apply(.metadata(metadata(radius: 0)), toBank: "bad", epoch: 8)
        #expect(banks.matches(for: photo(0), photoIndex: 0).isEmpty)
        #expect(banks.statuses().first?.epoch == 8)
        banks.drop(bank: "bad")
        #expect(banks.statuses().isEmpty)
    }

    @Test func statuses_age_countsFromLastConfirmation() {
        let banks = clocks.bankSet()
        banks.replace(metadata(), entries: [])
        clocks.elapsed.withLock { $0 = .milliseconds(1_500) }
        #expect(banks.statuses().map(\.staleMilliseconds) == [1_500])
        banks.confirmFresh(at: clocks.start + .milliseconds(1_400))
        #expect(banks.statuses().map(\.staleMilliseconds) == [100])
    }

    @Test func matches_manyNearCopies_areCappedToTheNearest() {
        let banks = clocks.bankSet()
        let entries = (0..<1_000).map { entry(String($0), hexadecimal(UInt64($0) & 0xFF)) }
        banks.replace(metadata(), entries: entries)
        let matches = banks.matches(for: photo(0), photoIndex: 0)
        #expect(matches.count == BankSet.maximumMatchCountPerBank)
        #expect(matches.prefix(4).allSatisfy { $0.distance == 0 })
    }

    /// Against a plain list that does the same changes.
    @Test func apply_randomChanges_equalAPlainList() throws {
        let banks = clocks.bankSet()
        var random = SeededRandom(seed: 51)
        var model: [String: UInt64] = [:]
        banks.replace(metadata(epoch: 0), entries: [])
        for epoch in 1...12_000 {
            let id = String(Int.random(in: 0..<6_000, using: &random))
            if Int.random(in: 0..<4, using: &random) == 0 {
                model[id] = nil
                banks.apply(.remove(ids: [id]), toBank: "bad", epoch: Int64(epoch))
            } else {
                let bits = UInt64.random(in: 0..<(1 << 24), using: &random)
                model[id] = bits
                banks.apply(.put([entry(id, hexadecimal(bits))]), toBank: "bad", epoch: Int64(epoch))
            }
            guard epoch % 1_000 == 0 else { continue }
            let query = UInt64.random(in: 0..<(1 << 24), using: &random)
            banks.apply(.metadata(metadata(radius: 3)), toBank: "bad", epoch: Int64(epoch))
            let expected = model.filter { ($0.value ^ query).nonzeroBitCount <= 8 }.map {
                (($0.value ^ query).nonzeroBitCount, $0.key)
            }
            .sorted { $0 < $1 }.prefix(BankSet.maximumMatchCountPerBank).map(\.1)
            #expect(banks.matches(for: photo(query), photoIndex: 0).map(\.entryID) == Array(expected))
            #expect(banks.statuses().first?.entryCount == model.count)
        }
    }

    @Test func matches_whileWriting_alwaysSeeAWholeBank() async {
        let banks = clocks.bankSet()
        banks.replace(metadata(epoch: 0), entries: [entry("a", hexadecimal(0)), entry("b", hexadecimal(0))])
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for epoch in 1...2_000 {
                    banks.replace(
                        self.metadata(epoch: Int64(epoch)),
                        entries: [self.entry("a", self.hexadecimal(0)), self.entry("b", self.hexadecimal(0))]
                    )
                }
                return true
            }
            for _ in 0..<3 {
                group.addTask {
                    (0..<2_000).allSatisfy { _ in banks.matches(for: self.photo(0), photoIndex: 0).map(\.entryID) == ["a", "b"] }
                }
            }
            for await isWhole in group { #expect(isWhole) }
        }
    }
}
