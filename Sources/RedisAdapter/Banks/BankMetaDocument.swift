package import ModerationCore

/// A bank's `meta` hash.
package enum BankMetaDocument: Sendable, Equatable {
    case bank(BankMetadata)
    /// Removed on purpose; the epoch stays, so that it never runs backwards.
    case tombstone(epoch: Int64)

    package static let fieldNames = ["kind", "fingerprint", "radius", "state", "pixel_mode", "epoch"]
    /// What a reader asks for: ``fieldNames``, and the stamp of the epoch.
    package static let readNames = fieldNames + ["stamp"]
    package static let tombstoneState = "removed"
    /// 2⁵³: Lua counts in doubles, and beyond them there is no next number.
    package static let epochLimit: Int64 = 1 << 53

    /// From field values in the order of ``fieldNames`` or ``readNames``; `nil` when they are no bank. An absent state is `live`, an absent
    /// epoch 0; a pixel mode or stamp that cannot be one is none, as no bank may vanish over it.
    package init?(name: String, values: [RedisReply]) {
        guard values.count == Self.fieldNames.count || values.count == Self.readNames.count else { return nil }
        let epoch = values[5] == .null ? 0 : values[5].number
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
                pixelMode: values[4].text.flatMap { Self.isValid(pixelMode: $0) ? $0 : nil },
                state: state,
                epoch: epoch,
                stamp: values.count > 6 ? Self.stamp(values[6]) : nil
            )
        )
    }

    /// 1–32 bytes of text.
    static func stamp(_ value: RedisReply) -> String? {
        value.text.flatMap { (1...32).contains($0.utf8.count) ? $0 : nil }
    }

    /// 1–32 of `[a-z0-9+_-]`.
    package static func isValid(pixelMode: String) -> Bool {
        let isWord = pixelMode.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "+"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }
        return isWord && (1...32).contains(pixelMode.utf8.count)
    }
}
