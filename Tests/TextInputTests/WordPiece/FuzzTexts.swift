import TestSupport

/// Texts that a tokenizer may stumble over, as bytes that need not be UTF-8.
struct FuzzTexts {
    private var random: SeededRandom
    private var samples: ListingSamples
    /// Entries of the vocabulary.
    private let pieces: [[UInt8]]

    /// Marks that canonical ordering moves, kept or removed as accents; starters that are accents; what decomposes to several.
    private static let marks: [Unicode.Scalar] = [
        "\u{302E}", "\u{302F}", "\u{16FF0}", "\u{1D165}", "\u{1D166}", "\u{1D16D}", "\u{1D15F}", "\u{1D160}", "\u{301}",
        "\u{328}", "\u{316}", "\u{344}",
        "\u{F73}", "\u{F75}", "\u{F81}", "\u{E31}", "\u{93C}", "\u{94D}", "\u{951}", "\u{5B0}", "\u{64B}", "\u{20DD}", "\u{1E4D}",
        "\u{1EC7}", "\u{3099}",
        "\u{958}", "\u{FB1D}", "\u{11131}", "\u{1DF9}", "\u{1DFA}", "\u{8D3}", "\u{135D}", "\u{1ABF}", "\u{10F46}", "\u{1133B}",
        "\u{1193E}", "\u{8D4}", "\u{8E3}",
        "\u{1E000}", "\u{1E944}", "\u{1E94A}", "\u{11442}", "\u{11446}", "\u{1DF6}", "\u{1DFB}", "\u{1CF4}", "\u{119E0}",
    ]
    private static let malformed: [[UInt8]] = [
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0xBD, 0xED, 0xB4, 0xAB], [0xC0, 0x80], [0xC1], [0xE0, 0x80, 0x80],
        [0xF0, 0x80, 0x80, 0x80],
        [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xFF], [0xFE], [0x80], [0xBF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x94], [0xF0, 0x9F],
        [0xF8, 0x88, 0x80, 0x80],
    ]
    private static let literals = [
        "[SEP]", "[CLS]", "[UNK]", "[PAD]", "[MASK]", "##", "##a", "[unused1]", " [SEP] ", "[sep]", "[SEP", "SEP]",
    ]

    init(seed: UInt64, pieces: [[UInt8]]) {
        random = SeededRandom(seed: seed)
        samples = ListingSamples(seed: seed &+ 1)
        self.pieces = pieces.isEmpty ? [[0x61]] : pieces
    }

    mutating func next() -> [UInt8] {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return scalars(count: Int.random(in: 0..<24, using: &random))
        case 1: return glued(count: Int.random(in: 1..<12, using: &random))
        case 2: return Array(samples.text(parts: Int.random(in: 1..<3, using: &random)).utf8)
        case 3: return longWord()
        case 4: return marked()
        case 5: return Array(samples.bytes(count: Int.random(in: 0..<24, using: &random)).utf8)
        case 6: return mutated(glued(count: Int.random(in: 1..<8, using: &random)) + scalars(count: 2))
        default:
            return (0..<Int.random(in: 2..<6, using: &random)).flatMap { _ in part() }
        }
    }

    private mutating func part() -> [UInt8] {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: Array(pick(Self.literals).utf8)
        case 1: pick(Self.malformed)
        case 2: [UInt8.random(in: 0..<0x80, using: &random)]
        case 3: utf8(Unicode.Scalar(UInt32.random(in: 0..<0x110000, using: &random)) ?? " ")
        case 4: utf8(samples.scalar())
        case 5: marked()
        default: glued(count: 2)
        }
    }

    private mutating func scalars(count: Int) -> [UInt8] {
        (0..<count).flatMap { _ in
            Int.random(in: 0..<5, using: &random) == 0
                ? utf8(Unicode.Scalar(UInt32.random(in: 0..<0x3_0000, using: &random)) ?? "\u{1F}") : utf8(samples.scalar())
        }
    }

    /// Entries side by side, now and then in capitals or with a space or a control character between.
    private mutating func glued(count: Int) -> [UInt8] {
        (0..<count).flatMap { _ -> [UInt8] in
            let piece = pick(pieces)
            switch Int.random(in: 0..<9, using: &random) {
            case 0: return piece + [0x20]
            case 1: return piece + [UInt8.random(in: 0..<0x20, using: &random)]
            case 2: return piece.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
            case 3: return piece + utf8(pick(Self.marks))
            default: return piece
            }
        }
    }

    /// 90 to 110 characters with at most one end of a word among them.
    private mutating func longWord() -> [UInt8] {
        let count = Int.random(in: 90...110, using: &random)
        let repeated = pick(["a", "é", "ж", "\u{1D165}", "\u{302E}", "ab", "ß", "가", "𐐀", "1"])
        var word = Array(String(repeating: repeated, count: count / repeated.unicodeScalars.count).utf8)
        if Bool.random(using: &random) { word += glued(count: 1) }
        if Bool.random(using: &random) { word = utf8(pick(Self.marks)) + word }
        if Bool.random(using: &random) { word += utf8(pick(Self.marks)) + utf8(pick(Self.marks)) }
        return word + (Bool.random(using: &random) ? Array(" a".utf8) : [])
    }

    private mutating func marked() -> [UInt8] {
        (0..<Int.random(in: 1..<14, using: &random)).flatMap { _ in
            switch Int.random(in: 0..<8, using: &random) {
            case 0: utf8(pick(["a", "e", " ", "東", "\u{1100}", "\u{1161}", "\u{0}", "\u{200B}", ".", "Å", "z"]))
            case 1: utf8(samples.scalar())
            default: utf8(pick(Self.marks))
            }
        }
    }

    private mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes.remove(at: place)
            default: bytes.insert(contentsOf: pick(Self.malformed), at: place)
            }
        }
        return bytes
    }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    private func utf8(_ scalar: Unicode.Scalar) -> [UInt8] { Array(String(scalar).utf8) }
}
