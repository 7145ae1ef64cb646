/// Encodes the meaning of scalars block by block; equal blocks are kept once.
struct BertScalarTableBuilder {
    private let casing: WordPieceCasing
    private(set) var entries: [UInt32] = []
    private(set) var sequences: [UInt32] = []
    private var known: [[UInt32]: UInt32] = [:]
    private var knownSequences: [[UInt32]: UInt32] = [:]

    private typealias Action = BertScalarTable.Action
    private typealias Element = BertScalarTable.Element

    init(casing: WordPieceCasing) { self.casing = casing }

    mutating func blockStart(for block: UInt32) -> UInt32 {
        let first = block << BertScalarTable.blockShift
        let content: [UInt32]
        if Self.isUniform(first) {
            content = Array(repeating: entry(for: first + 1), count: BertScalarTable.blockSize)
        } else {
            content = (first..<(first + UInt32(BertScalarTable.blockSize))).map { entry(for: $0) }
        }
        if let start = known[content] { return start }
        let start = UInt32(entries.count)
        entries += content
        known[content] = start
        return start
    }

    /// Blocks whose scalars are all alike, since asking for every one would take a while: the inner blocks of the large CJK ranges, unassigned
    /// planes, private use.
    private static func isUniform(_ first: UInt32) -> Bool {
        switch first {
        case 0x3400..<0x4D80, 0x4E00..<0x9F80, 0xE000..<0xF880, 0x20000..<0x2A680, 0x2A700..<0x2B700, 0x2B780..<0x2B800,
            0x2B980..<0x2CE80, 0x2D000..<0x2F780, 0x30000..<0xE0000, 0xE1000..<0xFFF80, 0x100000..<0x10FF80:
            // The last block of each plane has the two non-characters.
            first & 0xFF80 != 0xFF80 && first & 0xFF80 != 0
        default: false
        }
    }

    private mutating func entry(for value: UInt32) -> UInt32 {
        guard let scalar = Unicode.Scalar(value) else { return Action.drop }
        switch BertScalar.meaning(of: scalar, casing: casing) {
        case .dropped: return Action.drop
        case .space: return Action.space
        case .isolated(let parts): return entry(for: parts.map { Self.element(Element.isolate, $0.scalar) }, of: scalar)
        case .parts(let parts): return entry(for: parts.flatMap(elements), of: scalar)
        }
    }

    private func elements(of part: BertScalar.Part) -> [UInt32] {
        if part.isAccent { return part.combiningClass == 0 ? [Self.element(Element.barrier, part.scalar)] : [] }
        let written = BertScalar.written(part.scalar, casing: casing)
        if part.combiningClass > 0, written.count == 1, let mark = written.first {
            return [Self.element(Element.mark, mark) | UInt32(part.combiningClass) << 21]
        }
        return written.map { Self.element(BertCharacter.isPunctuation($0) ? Element.isolate : Element.append, $0) }
    }

    private static func element(_ kind: UInt32, _ scalar: Unicode.Scalar) -> UInt32 { kind << 29 | scalar.value }

    private mutating func entry(for elements: [UInt32], of scalar: Unicode.Scalar) -> UInt32 {
        guard let first = elements.first else { return Action.drop }
        let kind = first >> 29
        if elements.count == 1, kind == Element.append || kind == Element.isolate, let written = Unicode.Scalar(first & 0x1F_FFFF)
        {
            let action = kind == Element.append ? Action.append : Action.isolate
            if written == scalar { return action }
            let bytes = Array(UTF8.encode(written) ?? UTF8.encodedReplacementCharacter)
            if bytes.count <= 3 {
                return bytes.indices.reduce(action | UInt32(bytes.count) << 3) { $0 | UInt32(bytes[$1]) << (8 + 8 * UInt32($1)) }
            }
        }
        if let start = knownSequences[elements] { return Action.sequence | start << 3 }
        let start = UInt32(sequences.count)
        knownSequences[elements] = start
        sequences.append(UInt32(elements.count))
        sequences += elements
        return Action.sequence | start << 3
    }
}
