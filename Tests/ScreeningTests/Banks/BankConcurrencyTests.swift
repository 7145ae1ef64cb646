import ModerationCore
import Screening
import Synchronization
import TestSupport
import Testing

@Suite struct BankConcurrencyTests {
    private final class Writer: Sendable {
        let isDone = Atomic(false)
    }

    let fixture = BankFixture()
    /// Farther from every other entry than any radius here.
    private static let apart: UInt64 = 0xFF << 40

    @Test func matches_whileReplacing_alwaysSeeAWholeBank() async {
        let banks = fixture.bankSet()
        let entries = [fixture.entry("a", fixture.hexadecimal(0)), fixture.entry("b", fixture.hexadecimal(0))]
        banks.replace(fixture.metadata(epoch: 0), entries: entries)
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for epoch in 1...500 { banks.replace(fixture.metadata(epoch: Int64(epoch)), entries: entries) }
                return true
            }
            for _ in 0..<3 {
                group.addTask {
                    (0..<2_000).allSatisfy { _ in
                        banks.matches(for: fixture.photo(0), photoIndex: 0).map(\.entryID) == ["a", "b"]
                    }
                }
            }
            for await isWhole in group { #expect(isWhole) }
        }
    }

    /// Entries come and go and their rows are used again; each names its own fingerprint, so that a match under a wrong name would show. One
    /// entry moves with every change: it is always there, exactly once.
    @Test func matches_whileApplying_areOfOneEpochUnderTheRightNames() async {
        let banks = fixture.bankSet()
        banks.replace(
            fixture.metadata(radius: 4, epoch: 0),
            entries: [fixture.entry("moving", fixture.hexadecimal(Self.apart), reason: "0")]
        )
        let writer = Writer()
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                var random = SeededRandom(seed: 5)
                for epoch in 1...6_000 {
                    let number = UInt64.random(in: 1..<200, using: &random)
                    let name = fixture.hexadecimal(number << 20)
                    if epoch % 2 == 0 {
                        banks.apply(
                            .remove(ids: (1..<40).map { fixture.hexadecimal(($0 + number) << 20) }),
                            toBank: "bad",
                            epoch: Int64(epoch)
                        )
                    } else {
                        let moving = fixture.entry(
                            "moving",
                            fixture.hexadecimal(Self.apart ^ UInt64(epoch / 2 % 4)),
                            reason: String(epoch / 2 % 4)
                        )
                        let others = (0..<10).map {
                            fixture.entry(
                                fixture.hexadecimal((number + $0) << 20),
                                fixture.hexadecimal((number + $0) << 20),
                                reason: name
                            )
                        }
                        banks.apply(.put(others + [moving]), toBank: "bad", epoch: Int64(epoch))
                    }
                }
                writer.isDone.store(true, ordering: .releasing)
                return true
            }
            for reader in 0..<2 {
                group.addTask {
                    var random = SeededRandom(seed: UInt64(reader))
                    while !writer.isDone.load(ordering: .acquiring) {
                        let number = UInt64.random(in: 1..<200, using: &random)
                        let query = fixture.photo(number << 20)
                        for match in banks.matches(for: query, photoIndex: 0) where match.entryID != "moving" {
                            guard let own = Fingerprint(kind: .phash64, hexadecimal: match.entryID),
                                own.distance(to: query.fingerprint) == match.distance
                            else { return false }
                        }
                        let moving = banks.matches(for: fixture.photo(Self.apart), photoIndex: 0)
                        guard moving.count == 1, let difference = moving.first.flatMap({ UInt64($0.reason) }),
                            moving.first?.distance == difference.nonzeroBitCount
                        else { return false }
                    }
                    return true
                }
            }
            for await isRight in group { #expect(isRight) }
        }
        #expect(banks.statuses().first?.epoch == 6_000)
    }
}
