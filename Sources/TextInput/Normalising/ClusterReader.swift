/// Reads clusters through ICU and remembers them: a text has few distinct ones, and texts share most.
struct ClusterReader {
    /// Where a cluster of several scalars was first seen, and its reading.
    private struct Known {
        var bytes: Range<Int>
        var reading: Int
    }

    private let confusables: Confusables
    private let cache: ReadingCache
    private var singles: [UInt32: Int] = [:]
    private var several: [UInt64: Known] = [:]
    private var latinBytes: [UInt32: [UInt8]?] = [:]
    private(set) var readings: [ClusterReading] = []

    init(confusables: Confusables, cache: ReadingCache) {
        self.confusables = confusables
        self.cache = cache
    }

    /// The index into ``readings`` for a cluster of one scalar.
    mutating func index(of scalar: Unicode.Scalar) -> Int {
        if let known = singles[scalar.value] { return known }
        let reading: ClusterReading
        if let known = cache.reading(of: scalar) {
            reading = known
        } else {
            reading = read([scalar])
            cache.keep(reading, of: scalar)
        }
        readings.append(reading)
        singles[scalar.value] = readings.count - 1
        return readings.count - 1
    }

    /// The same for one of at most ``ScalarTransforms/inputLimit`` scalars, which lie at `range` of the text's `bytes`.
    mutating func index(ofCluster range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        // FNV-1a (Fowler, Noll, Vo).
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in range { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
        let known = several[hash]
        if let known, bytes[known.bytes].elementsEqual(bytes[range]) { return known.reading }
        var cluster: [Unicode.Scalar] = []
        var index = range.lowerBound
        while index < range.upperBound {
            let (value, byteCount) = UTF8Decoding.scalar(in: bytes, at: index)
            cluster.append(Unicode.Scalar(value) ?? "\u{FFFD}")
            index += byteCount
        }
        if cluster.count == 1 { return self.index(of: cluster[0]) }
        readings.append(read(cluster))
        // Of two clusters with one hash, the first stays known.
        if known == nil { several[hash] = Known(bytes: range, reading: readings.count - 1) }
        return readings.count - 1
    }

    private mutating func read(_ cluster: [Unicode.Scalar]) -> ClusterReading {
        let composed = LookAlikes.written(cluster) ?? ScalarTransforms.compatibilityComposed(cluster)
        let compatible = ScalarTransforms.compatibilityComposed(cluster)
        let lower = ScalarTransforms.caseFolded(compatible)
        let folded = lower == compatible ? compatible : ScalarTransforms.compatibilityComposed(lower)
        let foldedBytes = Self.utf8(folded)
        if let first = cluster.first, first == "\u{2122}" || first == "\u{2120}" {
            // ™ and ℠ decompose to letters that would grow onto the word before them.
            return ClusterReading(kind: .other, folded: foldedBytes, own: [UInt8(ascii: " ")])
        }
        if cluster.allSatisfy(\.properties.isWhitespace) {
            return ClusterReading(kind: .other, folded: foldedBytes, own: [UInt8(ascii: " ")])
        }
        let visible = ScalarTransforms.decomposed(composed).filter { !ScalarClass.isInvisible($0) }
        guard let base = visible.first else { return ClusterReading(kind: .nothing, folded: foldedBytes) }
        let latin = latin(visible)
        let kind: ClusterReading.Kind =
            switch ScalarClass.of(base) {
            case .letter: .letter
            case .digit: .digit
            case .separator: latin == nil ? .other : .letter
            }
        let own =
            if kind == .other, base.properties.generalCategory == .dashPunctuation {
                [UInt8(ascii: "-")]
            } else {
                Self.isEuropean(base) ? Self.utf8(ScalarTransforms.caseFolded(visible)) : Self.utf8(folded.filter(Self.isKept))
            }
        return ClusterReading(
            kind: kind,
            folded: foldedBytes,
            latin: latin,
            skeleton: skeleton(kind: kind, own: own, latin: latin, visible),
            isCyrillic: Romanisation.isCyrillic(base),
            transliterated: kind == .letter ? transliterated(own: own, latin: latin, base: base) : nil
        )
    }

    /// Letters and digits by what they pass for, a Cyrillic one only where that is a single letter (`ы` is no `bl`, and `з` no 3).
    private mutating func skeleton(kind: ClusterReading.Kind, own: [UInt8], latin: [UInt8]?, _ visible: [Unicode.Scalar])
        -> [UInt8]
    {
        guard kind == .letter || kind == .digit else { return own }
        let passing = Romanisation.cyrillic(own).map { Self.utf8([$0]) } ?? own
        guard kind == .letter, visible.contains(where: Romanisation.isCyrillic) else { return latin ?? passing }
        // Capitals and small letters must read the same, and a capital may pass for another letter than its small one.
        guard let small = self.latin(ScalarTransforms.caseFolded(visible)), small.count == 1,
            ScalarClass.of(ascii: small[0]) == .letter
        else {
            return passing
        }
        return small
    }

    private func transliterated(own: [UInt8], latin: [UInt8]?, base: Unicode.Scalar) -> [UInt8]? {
        if let sound = Romanisation.latin(own) { return sound }
        let letter = Romanisation.cyrillic(own) ?? latin.flatMap { $0.count == 1 ? LookAlikes.cyrillic($0[0]) : nil }
        return letter.flatMap { Romanisation.latin(Self.utf8([$0])) }
    }

    /// The cluster as ASCII letters and digits; `nil` when a part of it does not pass for any.
    private mutating func latin(_ scalars: [Unicode.Scalar]) -> [UInt8]? {
        var text: [UInt8] = []
        for scalar in scalars {
            let bytes = latinBytes[scalar.value] ?? latin(scalar)
            latinBytes[scalar.value] = .some(bytes)
            guard let bytes else { return nil }
            text += bytes
        }
        return text.isEmpty ? nil : text
    }

    private func latin(_ scalar: Unicode.Scalar) -> [UInt8]? {
        if let byte = LookAlikes.latin(scalar) { return [byte] }
        if scalar.isASCII, let bytes = Self.alphanumeric([scalar]) { return bytes }
        if let digit = Self.digit(scalar) { return [digit] }
        // The slash of a fraction, and ASCII signs, belong to no word.
        if scalar == "\u{2044}" || scalar.isASCII { return nil }
        return ScalarClass.of(scalar) == .separator ? nil : skeleton(scalar)
    }

    /// By UTS 39, first as written, then in lower case. UTS 39 sends `m` to `rn`: taken back, since the rest of the text is not rewritten.
    private func skeleton(_ scalar: Unicode.Scalar) -> [UInt8]? {
        let lower = ScalarTransforms.caseFolded([scalar])
        for form in lower == [scalar] ? [lower] : [[scalar], lower] {
            var skeleton: [Unicode.Scalar] = []
            for part in form {
                guard let parts = confusables.skeleton(of: part) else { return nil }
                skeleton += parts.filter { !ScalarClass.isInvisible($0) }
            }
            if form.count == 1, form != [scalar], let byte = LookAlikes.latin(form[0]) { return [byte] }
            if skeleton == ["r", "n"] { return [UInt8(ascii: "m")] }
            if let bytes = Self.alphanumeric(skeleton) { return bytes }
        }
        return nil
    }

    private static func alphanumeric(_ scalars: [Unicode.Scalar]) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in scalars {
            guard scalar.isASCII else { return nil }
            let byte = UInt8(truncatingIfNeeded: scalar.value)
            switch ScalarClass.of(ascii: byte) {
            case .letter: bytes.append(byte | 0x20)
            case .digit: bytes.append(byte)
            case .separator: return nil
            }
        }
        return bytes.isEmpty ? nil : bytes
    }

    /// The ASCII digit of the same value.
    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        let properties = scalar.properties
        guard properties.generalCategory == .decimalNumber, let value = properties.numericValue, (0...9).contains(value) else {
            return nil
        }
        return UInt8(ascii: "0") + UInt8(value)
    }

    /// Latin, Greek, Cyrillic, Armenian: scripts whose words are still read without their accents.
    private static func isEuropean(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x590, 0x1C80...0x1C8F, 0x1D00...0x1DBF, 0x1E00...0x1FFF, 0x2C60...0x2C7F, 0x2DE0...0x2DFF, 0xA640...0xA69F,
            0xA720...0xA7FF, 0xAB30...0xAB6F:
            true
        default: false
        }
    }

    private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        return properties.generalCategory != .format && properties.generalCategory != .control
            && !properties.isDefaultIgnorableCodePoint && !isDiacritic(scalar)
    }

    /// Combining marks of no script (UAX 24: Inherited), which belong to no letter of the scripts that have their own, and signs that writers leave
    /// out.
    private static func isDiacritic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
        // Arabic and Hebrew are written without their vowel signs, and the tatweel only stretches a word.
        case 0x591...0x5BD, 0x5BF, 0x5C1...0x5C2, 0x5C4...0x5C5, 0x5C7: true
        case 0x610...0x61A, 0x640, 0x64B...0x65F, 0x670, 0x6D6...0x6DC, 0x6DF...0x6E4, 0x6E7...0x6E8, 0x6EA...0x6ED: true
        default: false
        }
    }

    private static func utf8(_ scalars: [Unicode.Scalar]) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in scalars { bytes.append(scalar: scalar) }
        return bytes
    }
}
