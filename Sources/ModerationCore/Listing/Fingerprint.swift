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
    /// Big-endian words: word 0 holds the first 64 bits, its top bit is bit 0 of the hash (`imagehash`'s row-major order).
    public let words: [UInt64]

    public init(phash64 bits: UInt64) {
        kind = .phash64
        words = [bits]
    }

    /// `words` in the order of PDQ's hexadecimal form; four of them: more are cut, fewer are filled with zeros.
    public init(pdq256 words: [UInt64]) {
        kind = .pdq256
        self.words = Array(words.prefix(4)) + [UInt64](repeating: 0, count: max(0, 4 - words.count))
    }

    /// Parses lower- or upper-case hexadecimal of exactly `kind.bitCount / 4` digits.
    public init?(kind: FingerprintKind, hexadecimal text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == kind.bitCount / 4 else { return nil }
        var words: [UInt64] = []
        for start in stride(from: 0, to: digits.count, by: 16) {
            var word: UInt64 = 0
            for digit in digits[start..<(start + 16)] {
                guard let value = Character(UnicodeScalar(digit)).hexDigitValue else { return nil }
                word = word << 4 | UInt64(value)
            }
            words.append(word)
        }
        self.kind = kind
        self.words = words
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
        return zip(words, other.words).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
    }
}

extension Fingerprint {
    /// False for bits that hardly any picture with something on it has: mostly ones or mostly zeros. Both algorithms compare coefficients with
    /// their median, so about half of the bits are set; flat pictures are far from that, and near each other. What is not plausible enters no
    /// bank: it would match every flat picture.
    public var isPlausible: Bool {
        let count = words.reduce(0) { $0 + $1.nonzeroBitCount }
        return switch kind {
        case .phash64: (8...56).contains(count)
        case .pdq256: (64...192).contains(count)
        }
    }
}

/// A fingerprint as computed from a photo, with whether it may be matched at all.
public struct PhotoFingerprint: Sendable, Equatable {
    public let fingerprint: Fingerprint
    /// False for flat or symmetric pictures, whose hash bits are noise: such a fingerprint matches nothing and enters no bank.
    public let isReliable: Bool

    public init(fingerprint: Fingerprint, isReliable: Bool) {
        self.fingerprint = fingerprint
        self.isReliable = isReliable
    }
}
