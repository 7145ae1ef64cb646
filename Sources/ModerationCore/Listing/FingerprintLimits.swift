extension FingerprintKind {
    /// How many bits the fingerprint of a usable photo may have set. Both algorithms compare with a median, so about half are; a fingerprint
    /// far from that is of a flat picture, and near it are all others of that sort.
    public var plausibleBitCount: ClosedRange<Int> {
        switch self {
        case .phash64: 8...56
        case .pdq256: 96...160
        }
    }

    /// The largest radius at which a match still says anything: two unrelated photos differ in half of the bits, give or take a few times
    /// √n / 2 (4 bits of 64, 8 of 256).
    public var maximumRadius: Int {
        switch self {
        case .phash64: 16
        case .pdq256: 63
        }
    }
}

extension Fingerprint {
    /// False for bits that no picture with something on it has (``FingerprintKind/plausibleBitCount``): what is not plausible enters no bank.
    public var isPlausible: Bool {
        let count = bits.indices.reduce(0) { $0 + bits[$1].nonzeroBitCount }
        return kind.plausibleBitCount.contains(count)
    }
}
