/// Reads clusters through ICU and remembers the reading of every single-scalar cluster: a text has few distinct ones.
struct ClusterReader {
    private let confusables: Confusables
    private var memo: [Unicode.Scalar: Int] = [:]
    private(set) var readings: [ClusterReading] = []

    init(confusables: Confusables) { self.confusables = confusables }

    /// The index into ``readings`` for the cluster, of at most ``ScalarTransforms/inputLimit`` scalars.
    mutating func index(of cluster: [Unicode.Scalar]) -> Int {
        if cluster.count == 1, let known = memo[cluster[0]] { return known }
        readings.append(read(cluster))
        if cluster.count == 1 { memo[cluster[0]] = readings.count - 1 }
        return readings.count - 1
    }

    private func read(_ cluster: [Unicode.Scalar]) -> ClusterReading {
        let composed = ScalarTransforms.compatibilityComposed(cluster)
        let folded = ScalarTransforms.compatibilityComposed(ScalarTransforms.caseFolded(composed))
        var reading = ClusterReading(kind: .other, folded: Self.utf8(folded), own: [], latin: nil, isCyrillic: false)
        if let first = cluster.first, first == "\u{2122}" || first == "\u{2120}" {
            // ™ and ℠ decompose to letters that would grow onto the word before them.
            reading.own = [UInt8(ascii: " ")]
            return reading
        }
        let visible = ScalarTransforms.decomposed(composed).filter { !ScalarClass.isInvisible($0) }
        if cluster.allSatisfy(\.properties.isWhitespace) {
            reading.own = [UInt8(ascii: " ")]
            return reading
        }
        guard let base = visible.first else {
            reading.kind = .nothing
            return reading
        }
        reading.latin = latin(visible)
        reading.own =
            Self.isEuropean(base) ? Self.utf8(ScalarTransforms.caseFolded(visible)) : Self.utf8(folded.filter(Self.isKept))
        reading.isCyrillic = (0x400...0x52F).contains(base.value)
        switch ScalarClass.of(base) {
        case .letter: reading.kind = .letter
        case .digit: reading.kind = .digit
        case .separator: reading.kind = reading.latin == nil ? .other : .letter
        }
        if reading.kind == .other, base.properties.generalCategory == .dashPunctuation { reading.own = [UInt8(ascii: "-")] }
        return reading
    }

    /// The cluster as ASCII letters and digits; `nil` when a part of it does not pass for any.
    private func latin(_ scalars: [Unicode.Scalar]) -> [UInt8]? {
        var text: [UInt8] = []
        for scalar in scalars {
            if let byte = LookAlikes.latin(scalar) {
                text.append(byte)
            } else if scalar.isASCII, let bytes = Self.alphanumeric([scalar]) {
                text += bytes
            } else if let digit = Self.digit(scalar) {
                text.append(digit)
            } else if scalar == "\u{2044}" || scalar.isASCII {
                // The slash of a fraction, and ASCII signs, belong to no word.
                return nil
            } else if ScalarClass.of(scalar) != .separator, let bytes = skeleton(scalar) {
                text += bytes
            } else {
                return nil
            }
        }
        return text.isEmpty ? nil : text
    }

    /// By UTS 39, first as written, then in lower case. UTS 39 sends `m` to `rn`: taken back, since the rest of the text is not rewritten.
    private func skeleton(_ scalar: Unicode.Scalar) -> [UInt8]? {
        for form in [[scalar], ScalarTransforms.caseFolded([scalar])] {
            var skeleton: [Unicode.Scalar] = []
            for part in form {
                guard let parts = confusables.skeleton(of: part) else { return nil }
                skeleton += parts.filter { !ScalarClass.isInvisible($0) }
            }
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
            && !properties.isDefaultIgnorableCodePoint
    }

    private static func utf8(_ scalars: [Unicode.Scalar]) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in scalars { bytes.append(scalar: scalar) }
        return bytes
    }
}
