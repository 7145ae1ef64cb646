/// Keywords by how they begin: most begin with a word, so that they are looked for where words begin and nowhere else. For 20,000 of them this
/// takes a fraction of the time of a scan for all of them at every byte (docs/decisions/0020).
///
/// Time for a text is linear in the number of its words, times the keywords that share the eight bytes with which a word of it begins.
struct KeywordTable: Sendable {
    struct Keyword: Sendable {
        let shape: TermLiteral.Shape
        let target: CompiledRules.Target

        init(_ literal: TermLiteral, _ target: CompiledRules.Target) {
            shape = literal.shape
            self.target = target
        }
    }

    private struct Literal {
        /// The keyword's bytes behind its beginning, in `tails`.
        var tail: Range<Int>
        var keywords: Range<Int>
    }

    /// The first bytes of a keyword or word, at most eight, and how many they are.
    private struct Beginning: Equatable {
        static let longest = 8
        var bytes: UInt64
        var count: Int

        var hash: UInt64 {
            let product = (bytes ^ UInt64(truncatingIfNeeded: count) << 59) &* 0x9E37_79B9_7F4A_7C15
            return (product ^ product >> 29) &* 0xBF58_476D_1CE4_E5B9
        }

        /// Of the first four bytes; never equal to a beginning that is no longer.
        var start: Beginning { Beginning(bytes: bytes & 0xFFFF_FFFF, count: 0) }

        func prefix(_ count: Int) -> Beginning {
            Beginning(bytes: bytes & (UInt64.max >> UInt64(64 - 8 * count)), count: count)
        }
    }

    /// Small, since most of the time goes into waiting for memory.
    private struct Slot {
        private var bytes: UInt64 = 0
        /// And in the upper eight bits how many bytes those are. A file's terms have far fewer literals than 2^24.
        private var firstLiteral: UInt32 = 0
        private var literalCount: UInt32 = 0

        init() {}

        init(_ beginning: Beginning, literals: Range<Int>) {
            bytes = beginning.bytes
            firstLiteral = UInt32(truncatingIfNeeded: literals.lowerBound) | UInt32(truncatingIfNeeded: beginning.count) << 24
            literalCount = UInt32(truncatingIfNeeded: literals.count)
        }

        var isFree: Bool { literalCount == 0 }

        /// Those of `literals` that begin so.
        var literals: Range<Int> {
            let first = Int(firstLiteral & 0xFF_FFFF)
            return first..<(first + Int(literalCount))
        }

        func holds(_ beginning: Beginning) -> Bool { bytes == beginning.bytes && Int(firstLiteral >> 24) == beginning.count }
    }

    /// By what all keywords of four letters and more are told from most words.
    private static let filterLength = 4

    let keywords: [Keyword]
    /// In which any of them counts.
    let views: RuleViewMask
    private var literals: [Literal] = []
    private var tails: [UInt8] = []
    /// Open addressing, at most half full.
    private var slots: [Slot] = []
    /// Two bits of one word for each beginning, and for its first four bytes: small enough to stay near the processor, as the slots are not.
    private var filter: [UInt64] = []
    /// Lengths of the beginnings that there are: up to three bytes, and more.
    private var shortLengths: [Int] = []
    private var longLengths: [Int] = []

    init(_ unordered: [(literal: TermLiteral, target: CompiledRules.Target)] = []) {
        let ordered = unordered.sorted { $0.literal.bytes.lexicographicallyPrecedes($1.literal.bytes) }
        keywords = ordered.map { Keyword($0.literal, $0.target) }
        views = keywords.reduce(into: RuleViewMask()) { $0.formUnion($1.target.views) }
        var beginnings: [(beginning: Beginning, literals: Range<Int>)] = []
        var index = 0
        while index < keywords.count {
            let bytes = ordered[index].literal.bytes
            let end = ordered[index...].firstIndex { $0.literal.bytes != bytes } ?? ordered.count
            let beginning = Self.beginning(of: bytes)
            let tail = bytes.dropFirst(beginning.count)
            literals.append(Literal(tail: tails.count..<(tails.count + tail.count), keywords: index..<end))
            tails += tail
            // Sorted, so that those with one beginning stand together.
            if let last = beginnings.last, last.beginning == beginning {
                beginnings[beginnings.count - 1].literals = last.literals.lowerBound..<literals.count
            } else {
                beginnings.append((beginning, (literals.count - 1)..<literals.count))
            }
            index = end
        }
        fill(beginnings)
    }

    private mutating func fill(_ beginnings: [(beginning: Beginning, literals: Range<Int>)]) {
        let lengths = Set(beginnings.map(\.beginning.count)).sorted()
        shortLengths = lengths.filter { $0 < Self.filterLength }
        longLengths = lengths.filter { $0 >= Self.filterLength }
        var capacity = 64
        while capacity < beginnings.count * 2 { capacity *= 2 }
        slots = [Slot](repeating: Slot(), count: capacity)
        filter = [UInt64](repeating: 0, count: capacity / 8)
        for each in beginnings {
            let hash = each.beginning.hash
            var index = slotIndex(hash)
            while !slots[index].isFree { index = (index + 1) & (capacity - 1) }
            slots[index] = Slot(each.beginning, literals: each.literals)
            var filtered = [hash]
            if each.beginning.count >= Self.filterLength { filtered.append(each.beginning.start.hash) }
            for hash in filtered {
                filter[filterIndex(hash)] |= Self.filterBits(hash)
            }
        }
    }

    private func slotIndex(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 32) & (slots.count - 1) }

    /// Beginnings with which no keyword begins, as found in other views of the same text: most words read alike in most of them. A later one
    /// takes the place of an earlier one.
    struct Misses {
        private static let capacity = 512
        /// 0 where there is none: no word begins with eight zero bytes.
        fileprivate var beginnings = [UInt64](repeating: 0, count: capacity)

        fileprivate func index(_ bytes: UInt64) -> Int {
            Int(truncatingIfNeeded: (bytes &* 0x9E37_79B9_7F4A_7C15) >> 55)
        }
    }

    /// Indices of the keywords that stand in `text` from a word's beginning on, with the index of their first byte.
    func forEachMatch(in text: SpacelessText, _ misses: inout Misses, _ body: (_ keyword: Int, _ start: Int) -> Void) {
        guard !keywords.isEmpty else { return }
        for start in text.wordStarts {
            let start = Int(start)
            let word = Self.beginning(of: text.bytes, at: start)
            let index = misses.index(word.bytes)
            if misses.beginnings[index] == word.bytes { continue }
            var isMiss = true
            for length in shortLengths where length <= word.count {
                isMiss = !find(word.prefix(length), in: text, at: start, body) && isMiss
            }
            if word.count >= Self.filterLength, isInFilter(hash: word.start.hash) {
                for length in longLengths where length <= word.count {
                    isMiss = !find(word.prefix(length), in: text, at: start, body) && isMiss
                }
            }
            // A shorter one may go on elsewhere.
            if isMiss, word.count == Beginning.longest { misses.beginnings[index] = word.bytes }
        }
    }

    private func isInFilter(hash: UInt64) -> Bool {
        let bits = Self.filterBits(hash)
        return filter[filterIndex(hash)] & bits == bits
    }

    private func filterIndex(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (filter.count - 1) }

    private static func filterBits(_ hash: UInt64) -> UInt64 { 1 << (hash >> 52 & 63) | 1 << (hash >> 58) }

    /// Whether there are keywords that begin so.
    private func find(
        _ beginning: Beginning,
        in text: SpacelessText,
        at start: Int,
        _ body: (_ keyword: Int, _ start: Int) -> Void
    ) -> Bool {
        let hash = beginning.hash
        guard isInFilter(hash: hash) else { return false }
        var index = slotIndex(hash)
        while !slots[index].isFree {
            if slots[index].holds(beginning) {
                for literal in slots[index].literals where hasTail(literals[literal].tail, text.bytes, start + beginning.count) {
                    for keyword in literals[literal].keywords { body(keyword, start) }
                }
                return true
            }
            index = (index + 1) & (slots.count - 1)
        }
        return false
    }

    private func hasTail(_ tail: Range<Int>, _ bytes: [UInt8], _ start: Int) -> Bool {
        guard tail.count <= bytes.count - start else { return false }
        var index = start
        for place in tail {
            guard bytes[index] == tails[place] else { return false }
            index += 1
        }
        return true
    }

    private static func beginning(of bytes: [UInt8], at start: Int = 0) -> Beginning {
        let count = min(Beginning.longest, bytes.count - start)
        if count == Beginning.longest {
            let word = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: UInt64.self) }
            return Beginning(bytes: UInt64(littleEndian: word), count: count)
        }
        var word: UInt64 = 0
        for offset in 0..<count { word |= UInt64(bytes[start + offset]) << UInt64(8 * offset) }
        return Beginning(bytes: word, count: count)
    }
}
