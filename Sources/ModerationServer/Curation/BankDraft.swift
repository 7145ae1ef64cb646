import ModerationCore

/// A bank to be made; what is left out is filled in.
package struct BankDraft: Sendable, Equatable {
    package var name: String
    package var kind: BankKind
    package var fingerprintKind: FingerprintKind
    /// `nil`: ``defaultRadius(of:for:)``.
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

    /// Bits: an eighth of the fingerprint, as PDQ's authors advise for it (31 of 256); half of that in an allow bank, so that it excuses no
    /// photo that is only alike.
    package static func defaultRadius(of fingerprintKind: FingerprintKind, for kind: BankKind) -> Int {
        switch (fingerprintKind, kind) {
        case (.phash64, .allow): 4
        case (.phash64, _): 8
        case (.pdq256, .allow): 16
        case (.pdq256, _): 31
        }
    }

    /// What the bank will be.
    func metadata(pixelMode fallback: String) throws(CurationFailure) -> BankMetadata {
        let radius = radius ?? Self.defaultRadius(of: fingerprintKind, for: kind)
        try Self.check(radius: radius, fingerprintKind)
        return BankMetadata(
            name: name,
            kind: kind,
            fingerprintKind: fingerprintKind,
            radius: radius,
            pixelMode: pixelMode ?? fallback,
            state: state
        )
    }

    static func check(radius: Int, _ fingerprintKind: FingerprintKind) throws(CurationFailure) {
        let limit = fingerprintKind.maximumRadius
        guard (0...limit).contains(radius) else {
            throw CurationFailure(.invalid, "radius: \(radius), from 0 to \(limit) bits for \(fingerprintKind.rawValue)")
        }
    }
}
