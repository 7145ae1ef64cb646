/// Walks a text by grapheme clusters; most boundaries are known without asking the standard library.
struct ClusterCursor {
    private let text: String
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var offset = 0

    /// `bytes` are the text's, and outlive the cursor.
    init(_ text: String, bytes: UnsafeBufferPointer<UInt8>) {
        self.text = text
        self.bytes = bytes
    }

    /// Takes an ASCII character that is a cluster by itself: whatever follows, if that is ASCII too.
    @inline(__always)
    mutating func nextASCII() -> UInt8? {
        guard offset < bytes.count else { return nil }
        let byte = bytes[offset]
        let next = offset &+ 1
        guard byte < 0x80, byte != 0x0D, next == bytes.count || bytes[next] < 0x80 else { return nil }
        offset = next
        return byte
    }

    /// The next cluster, in UTF-8 bytes of the text; its scalar when it is known to have only one.
    mutating func next() -> (range: Range<Int>, single: Unicode.Scalar?)? {
        guard offset < bytes.count else { return nil }
        let start = offset
        let (value, byteCount) = UTF8Decoding.scalar(in: bytes, at: start)
        let following = start + byteCount
        if Self.standsApart(value) {
            let next: UInt32 = following < bytes.count ? UTF8Decoding.scalar(in: bytes, at: following).value : 0x20
            if Self.standsApart(next) {
                offset = following
                return (start..<following, Unicode.Scalar(value))
            }
        }
        let index = text.utf8.index(text.startIndex, offsetBy: start)
        let rest = text[index...]
        let next = rest.index(after: rest.startIndex)
        offset = min(max(start + 1, start + text.utf8.distance(from: index, to: next)), bytes.count)
        return (start..<offset, offset == following ? Unicode.Scalar(value) : nil)
    }

    /// Scalars that no two of which make a cluster, side by side (UAX 29: Grapheme_Cluster_Break is Other, or a whole Hangul syllable, and
    /// neither joins its like; ASCII without the carriage return).
    @inline(__always)
    private static func standsApart(_ value: UInt32) -> Bool {
        switch value {
        case 0x00..<0x0D, 0x0E..<0x80: true
        case 0xC0...0x2FF, 0x370...0x482, 0x48A...0x52F: true  // Latin, Greek, Cyrillic
        case 0x5D0...0x5EA, 0x620...0x64A: true  // Hebrew, Arabic
        case 0x904...0x939, 0xE01...0xE30: true  // Devanagari, Thai letters
        case 0x2010...0x2027, 0x20A0...0x20C0: true  // punctuation, currencies
        case 0x3041...0x3096, 0x30A1...0x30FE: true  // kana
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true  // ideographs, Hangul
        default: false
        }
    }

    /// Where the part that starts at `start` of a cluster ends: at most ``ScalarTransforms/inputLimit`` scalars, so that a character with a million
    /// accents costs no more than a million characters (UAX 15 calls such a limit "stream-safe").
    func endOfPart(from start: Int, to end: Int) -> Int {
        var index = start
        var scalarCount = 0
        while index < end, scalarCount < ScalarTransforms.inputLimit {
            index += UTF8Decoding.scalar(in: bytes, at: index).byteCount
            scalarCount += 1
        }
        return index
    }
}
