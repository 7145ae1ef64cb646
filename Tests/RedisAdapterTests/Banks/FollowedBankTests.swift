import ModerationCore
import RedisAdapter
import Testing

extension BankLogMessage {
    static let malformed = BankLogMessage(.malformed)
    static let tombstone = BankLogMessage(.tombstone)

    static func change(_ change: BankChange) -> BankLogMessage { BankLogMessage(.change(change)) }
}

@Suite struct FollowedBankTests {
    private static func meta(
        _ epoch: Int64,
        kind: BankKind = .block,
        radius: Int = 8,
        pixelMode: String? = nil
    ) -> BankMetadata {
        BankMetadata(name: "b", kind: kind, fingerprintKind: .phash64, radius: radius, pixelMode: pixelMode, epoch: epoch)
    }

    @Test(arguments: [
        (nil, FollowedBank.Step.keep), (BankMetaDocument.bank(meta(5)), .current), (.bank(meta(6)), .read),
        (.bank(meta(4)), .reload),
        (.bank(meta(5, radius: 9)), .reload), (.bank(meta(5, pixelMode: "fast")), .reload), (.tombstone(epoch: 6), .drop),
        (.tombstone(epoch: 1), .drop),
    ])
    func compare_withTheMetaHash_saysWhatToDo(found: BankMetaDocument?, step: FollowedBank.Step) {
        var bank = FollowedBank(metadata: Self.meta(5))
        #expect(bank.compare(with: found) == step)
    }

    @Test func compare_whenTheLogStaysSilent_reloadsAtLast() {
        var bank = FollowedBank(metadata: Self.meta(5))
        #expect((0..<3).map { _ in bank.compare(with: .bank(Self.meta(6))) } == [.read, .read, .reload])
    }

    @Test func take_inOrder_appliesAndCounts() {
        var bank = FollowedBank(metadata: Self.meta(5))
        #expect(bank.take(.change(.remove(ids: ["a"])), number: 6) == .apply(.remove(ids: ["a"]), epoch: 6))
        #expect(bank.take(.malformed, number: 7) == .skip(epoch: 7))
        #expect(bank.take(.change(.remove(ids: ["b"])), number: 7) == .ignore)
        #expect(
            bank.take(.change(.metadata(Self.meta(0, radius: 3))), number: 8)
                == .apply(.metadata(Self.meta(8, radius: 3)), epoch: 8)
        )
        #expect(bank.metadata == Self.meta(8, radius: 3))
        #expect(bank.take(.change(.metadata(Self.meta(0, kind: .allow))), number: 9) == .reload)
        #expect(bank.take(.change(.metadata(Self.meta(0, pixelMode: "fast"))), number: 9) == .reload)
        #expect(bank.take(.tombstone, number: 9) == .drop)
    }

    @Test(arguments: [7, 1 << 53, (1 << 53) + 1, UInt64(Int64.max), .max])
    func take_afterAGap_reloads(number: UInt64) {
        var bank = FollowedBank(metadata: Self.meta(5))
        #expect(bank.take(.change(.remove(ids: ["a"])), number: number) == .reload)
        #expect(bank.epoch == 5)
        bank.skipLog(to: number)
        #expect(bank.take(.change(.remove(ids: ["a"])), number: number) == .ignore)
    }

    @Test func compare_withStamps_reloadsOnlyWhereBothKnowAndDiffer() {
        var ours = Self.meta(5)
        ours.stamp = "a"
        var theirs = Self.meta(5)
        for (mine, other, step) in [
            ("a", "a", FollowedBank.Step.current), ("a", "b", .reload), ("a", nil, .current), (nil, "b", .current),
        ] as [(String?, String?, FollowedBank.Step)] {
            ours.stamp = mine
            theirs.stamp = other
            var bank = FollowedBank(metadata: ours)
            #expect(bank.compare(with: .bank(theirs)) == step, "\(mine ?? "-") \(other ?? "-")")
        }
        var bank = FollowedBank(metadata: Self.meta(5))
        theirs.stamp = "b"
        _ = bank.compare(with: .bank(theirs))
        #expect(bank.metadata.stamp == "b", "it is learnt")
    }

    @Test func take_whoseMessageFollowsAnother_reloads() {
        var ours = Self.meta(5)
        ours.stamp = "a"
        var bank = FollowedBank(metadata: ours)
        let change = BankLogMessage.Content.change(.remove(ids: ["x"]))
        #expect(bank.take(BankLogMessage(change, stamp: "c", after: "b"), number: 6) == .reload)
        #expect(bank.epoch == 5)
        #expect(bank.take(BankLogMessage(change, stamp: "b", after: "a"), number: 6) == .apply(.remove(ids: ["x"]), epoch: 6))
        #expect(bank.metadata.stamp == "b")
        // Written by hand: nothing to compare.
        #expect(bank.take(BankLogMessage(change), number: 7) == .apply(.remove(ids: ["x"]), epoch: 7))
        #expect(bank.take(BankLogMessage(change, stamp: "z", after: "y"), number: 8) == .apply(.remove(ids: ["x"]), epoch: 8))
    }
}
