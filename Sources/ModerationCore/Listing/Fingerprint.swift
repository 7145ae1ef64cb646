/// The algorithm a fingerprint was made with; fingerprints of different kinds are never compared.
public enum FingerprintKind: String, Sendable, Codable, CaseIterable {
    /// 64-bit DCT hash as made by Python's `imagehash.phash`.
    case phash64
    /// Meta's PDQ, 256 bit.
    case pdq256

    public var bitCount: Int {
        switch self {
        case .phash64: 64
        case .pdq256: 256
        }
    }
}

/// A perceptual hash of a photo: near-identical pictures have a small Hamming distance.
public struct Fingerprint: Sendable, Hashable {
    public let kind: FingerprintKind
    /// Big-endian words: word 0 holds the first 64 bits, its top bit is bit 0 of the hash (`imagehash`'s row-major order). Words beyond the
    /// kind's are 0.
    public let bits: SIMD4<UInt64>

    public init(phash64 bits: UInt64) {
        kind = .phash64
        self.bits = [bits, 0, 0, 0]
    }

    /// `bits` in the order of PDQ's hexadecimal form.
    public init(pdq256 bits: SIMD4<UInt64>) {
        kind = .pdq256
        self.bits = bits
    }

    /// As many as the kind has.
    public var words: [UInt64] { (0..<kind.bitCount / 64).map { bits[$0] } }

    /// Parses lower- or upper-case hexadecimal of exactly `kind.bitCount / 4` digits.
    public init?(kind: FingerprintKind, hexadecimal text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == kind.bitCount / 4 else { return nil }
        var bits = SIMD4<UInt64>.zero
        for (index, digit) in digits.enumerated() {
            guard let value = Self.value(ofDigit: digit) else { return nil }
            bits[index / 16] = bits[index / 16] << 4 | UInt64(value)
        }
        self.kind = kind
        self.bits = bits
    }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    public var hexadecimal: String {
        words.map { word in
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
    }

    /// The number of differing bits; `nil` between kinds.
    public func distance(to other: Fingerprint) -> Int? {
        guard kind == other.kind else { return nil }
        return (0..<kind.bitCount / 64).reduce(0) { $0 + (bits[$1] ^ other.bits[$1]).nonzeroBitCount }
    }
}

/// A fingerprint as computed from a photo, with whether it may be matched at all.
public struct PhotoFingerprint: Sendable, Equatable {
    public let fingerprint: Fingerprint
    /// False for flat or symmetric pictures, whose hash bits are noise: such a fingerprint matches nothing and enters no bank.
    public let isReliable: Bool
    /// The fingerprints of the photo turned and mirrored, in the order of ``Orientation/allCases``: the first is ``fingerprint``. Only that
    /// one where the others are not known.
    public let orientations: [Fingerprint]

    /// `orientations`, where given, begin with `fingerprint`.
    public init(fingerprint: Fingerprint, isReliable: Bool, orientations: [Fingerprint] = []) {
        self.fingerprint = fingerprint
        self.isReliable = isReliable
        self.orientations = orientations.isEmpty ? [fingerprint] : orientations
    }
}
