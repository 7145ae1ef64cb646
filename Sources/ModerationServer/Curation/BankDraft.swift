import ModerationCore

/// A bank to be made; what is left out is filled in.
package struct BankDraft: Sendable, Equatable {
    package var name: String
    package var kind: BankKind
    package var fingerprintKind: FingerprintKind
    /// `nil`: the kind's own.
    package var radius: Int?
    /// `nil`: that of whoever makes the bank.
    package var pixelMode: String?
    package var state: BankMetadata.State

    package init(
        name: String,
        kind: BankKind,
        fingerprintKind: FingerprintKind = .phash64,
        radius: Int? = nil,
        pixelMode: String? = nil,
        state: BankMetadata.State = .live
    ) {
        self.name = name
        self.kind = kind
        self.fingerprintKind = fingerprintKind
        self.radius = radius
        self.pixelMode = pixelMode
        self.state = state
    }

    /// What the bank will be.
    func metadata(pixelMode fallback: String) throws(CurationFailure) -> BankMetadata {
        let radius = radius ?? kind.defaultRadius(for: fingerprintKind)
        try Self.check(radius: radius, kind, fingerprintKind)
        return BankMetadata(
            name: name,
            kind: kind,
            fingerprintKind: fingerprintKind,
            radius: radius,
            pixelMode: pixelMode ?? fallback,
            state: state
        )
    }

    /// What an allow bank clears is not looked at again: it may clear the same picture only.
    static func check(radius: Int, _ kind: BankKind, _ fingerprintKind: FingerprintKind) throws(CurationFailure) {
        let limit = kind == .allow ? kind.defaultRadius(for: fingerprintKind) : fingerprintKind.maximumRadius
        guard (0...limit).contains(radius) else {
            let place = "\(fingerprintKind.rawValue) in a bank that is \(kind.rawValue)"
            throw CurationFailure(.invalid, "radius: \(radius), from 0 to \(limit) bits for \(place)")
        }
    }
}
