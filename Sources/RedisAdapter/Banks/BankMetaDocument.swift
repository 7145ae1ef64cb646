package import ModerationCore

/// A bank's `meta` hash.
package enum BankMetaDocument: Sendable, Equatable {
    case bank(BankMetadata)
    /// Removed on purpose; the epoch stays, so that it never runs backwards.
    case tombstone(epoch: Int64)

    package static let fieldNames = ["kind", "fingerprint", "radius", "state", "epoch"]
    package static let tombstoneState = "removed"
    /// 2⁵³: Lua counts in doubles, and beyond them there is no next number.
    package static let epochLimit: Int64 = 1 << 53

    /// From field values in the order of ``fieldNames``; `nil` when they are no bank. An absent state is `live`, an absent epoch 0.
    package init?(name: String, values: [RedisReply]) {
        guard values.count == Self.fieldNames.count else { return nil }
        let epoch = values[4] == .null ? 0 : values[4].number
        guard let epoch, (0...Self.epochLimit).contains(epoch) else { return nil }
        let state = values[3] == .null ? BankMetadata.State.live.rawValue : values[3].text
        if state == Self.tombstoneState {
            self = .tombstone(epoch: epoch)
            return
        }
        guard let state = state.flatMap({ BankMetadata.State(rawValue: $0) }),
            let kind = values[0].text.flatMap({ BankKind(rawValue: $0) }),
            let fingerprintKind = values[1].text.flatMap({ FingerprintKind(rawValue: $0) }),
            let radius = values[2].number, (0...Int64(fingerprintKind.bitCount)).contains(radius)
        else { return nil }
        self = .bank(
            BankMetadata(
                name: name,
                kind: kind,
                fingerprintKind: fingerprintKind,
                radius: Int(radius),
                state: state,
                epoch: epoch
            )
        )
    }
}
