import ModerationCore
import Screening
import TestSupport
import Testing

/// A bank against a plain list that does the same changes.
@Suite struct BankModelTests {
    let fixture = BankFixture()

    /// Few ids and near fingerprints, so that entries are replaced, removed and put again often, and many match.
    private func randomEntry(_ random: inout SeededRandom) -> BankEntry {
        let number = Int.random(in: 0..<3_000, using: &random)
        let difference = UInt64.random(in: 0..<(1 << 24), using: &random)
        let id = number % 3 == 0 ? "ph-\(fixture.hexadecimal(UInt64(number) * 977 & 0xFF_FFFF))" : "entry-\(number)"
        let text = number % 3 == 0 ? fixture.hexadecimal(UInt64(number) * 977 & 0xFF_FFFF) : fixture.hexadecimal(difference)
        return fixture.entry(
            id,
            Int.random(in: 0..<20, using: &random) == 0 ? "0000000000000001" : text,
            state: BankEntry.State.allCases.randomElement(using: &random) ?? .live,
            expires: [nil, nil, nil, 500, 1_000_000].randomElement(using: &random) ?? nil,
            reason: "reason \(number % 7)"
        )
    }

    private func expected(_ model: [String: BankEntry], _ photo: PhotoFingerprint, radius: Int) -> [FingerprintMatch] {
        var found: [FingerprintMatch] = []
        for entry in model.values where entry.expires.map({ $0.milliseconds > 1_000 }) ?? true {
            guard let fingerprint = Fingerprint(kind: .phash64, hexadecimal: entry.fingerprint), fingerprint.isPlausible else {
                continue
            }
            let distances = photo.orientations.compactMap { $0.distance(to: fingerprint) }
            guard let nearest = distances.min(), nearest <= radius, let turn = distances.firstIndex(of: nearest) else { continue }
            found.append(
                FingerprintMatch(
                    bank: "bad",
                    bankKind: .block,
                    entryID: entry.id,
                    distance: nearest,
                    orientation: Orientation.allCases[turn],
                    photoIndex: 0,
                    reason: entry.reason,
                    state: entry.state
                )
            )
        }
        func nearer(_ left: FingerprintMatch, _ right: FingerprintMatch) -> Bool {
            (left.distance, left.entryID) < (right.distance, right.entryID)
        }
        found.sort(by: nearer)
        let limit = BankSet.maximumMatchCountPerBank
        return (found.filter { $0.state == .live }.prefix(limit) + found.filter { $0.state != .live }.prefix(limit)).sorted(
            by: nearer
        )
    }

    @Test(arguments: [51, 52] as [UInt64])
    func apply_randomChanges_equalAPlainList(seed: UInt64) {
        let banks = fixture.bankSet()
        var random = SeededRandom(seed: seed)
        var model: [String: BankEntry] = [:]
        var radius = 8
        banks.replace(fixture.metadata(epoch: 0), entries: [])
        for epoch in 1...3_000 {
            let entries = (0..<Int.random(in: 1...8, using: &random)).map { _ in randomEntry(&random) }
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<6:
                let ids = entries.map(\.id)
                for id in ids { model[id] = nil }
                banks.apply(.remove(ids: ids), toBank: "bad", epoch: Int64(epoch))
            case 6:
                radius = Int.random(in: 2...8, using: &random)
                banks.apply(.metadata(fixture.metadata(radius: radius)), toBank: "bad", epoch: Int64(epoch))
            case 7 where epoch % 10 == 0:
                banks.replace(fixture.metadata(radius: radius, epoch: Int64(epoch)), entries: Array(model.values))
            default:
                for entry in entries { model[entry.id] = entry }
                banks.apply(.put(entries), toBank: "bad", epoch: Int64(epoch))
            }
            guard epoch % 50 == 0 else { continue }
            let turned = (0..<8).map { _ in
                Fingerprint(phash64: BankFixture.base ^ UInt64.random(in: 0..<(1 << 24), using: &random))
            }
            let photo = PhotoFingerprint(fingerprint: turned[0], isReliable: true, orientations: turned)
            #expect(banks.matches(for: photo, photoIndex: 0) == expected(model, photo, radius: radius))
            let status = banks.statuses().first
            let rejected = model.values.count { $0.fingerprint == "0000000000000001" }
            #expect(status?.entryCount == model.count - rejected && status?.rejectedEntryCount == rejected)
            #expect(status?.epoch == Int64(epoch))
        }
    }

    @Test func apply_whenSequenceNumbersEnd_goesOn() {
        let banks = fixture.bankSet()
        var load = BankLoad(fixture.metadata(epoch: 0), firstSequence: .max - 6)
        load.add([fixture.entry("a", fixture.hexadecimal(0)), fixture.entry("flat", "0000000000000000")])
        banks.replace(by: load)
        for epoch in 1...20 as ClosedRange<Int64> {
            banks.apply(.put([fixture.entry("b\(epoch)", fixture.hexadecimal(UInt64(epoch)))]), toBank: "bad", epoch: epoch)
            banks.apply(.remove(ids: ["b\(epoch - 1)"]), toBank: "bad", epoch: epoch)
            banks.confirmFresh(at: fixture.clocks.start, banks: ["bad"])
            let ids = Set(banks.matches(for: fixture.photo(0), photoIndex: 0).map(\.entryID))
            #expect(ids == Set(["a"] + (1...epoch).map { "b\($0)" }))
        }
        #expect(banks.statuses().map(\.entryCount) == [21] && banks.statuses().map(\.rejectedEntryCount) == [1])
    }

    @Test func apply_entriesThatComeAndGo_useTheirRowsAgain() {
        let banks = fixture.bankSet()
        banks.replace(fixture.metadata(epoch: 0), entries: [])
        for epoch in 1...2_000 as ClosedRange<Int64> {
            let entries = (0..<10).map {
                fixture.entry("e\($0)", fixture.hexadecimal(UInt64(epoch) << 8 | $0), reason: "r\(epoch)")
            }
            if epoch % 2 == 1 {
                banks.apply(.put(entries), toBank: "bad", epoch: epoch)
            } else {
                banks.apply(.remove(ids: entries.map(\.id)), toBank: "bad", epoch: epoch)
            }
            if epoch % 3 == 0 { banks.confirmFresh(at: fixture.clocks.start, banks: ["bad"]) }
        }
        #expect(banks.rowCount(bank: "bad") <= 30 && banks.statuses().map(\.entryCount) == [0])
        // Only readers that are there hold views: confirming frees what the last change removed, without a change.
        banks.apply(.put([fixture.entry("last", fixture.hexadecimal(0))]), toBank: "bad", epoch: 2_001)
        #expect(banks.matches(for: fixture.photo(0), photoIndex: 0).map(\.entryID) == ["last"])
    }
}
