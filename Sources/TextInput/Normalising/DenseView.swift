import ModerationCore

/// Reads everything as a letter that may be one, digits at the ends of words too, and leaves out the rest. Since 6 and 8 stand for g and for b, both
/// are g here.
enum DenseView {
    /// `nil` when no digit or sign is read as a letter, so that the view is `spaceless` once more.
    static func view(of skeleton: TextView) -> TextView? {
        ViewBytes.with(skeleton) { source in
            var writer = ViewWriter(capacity: source.utf8.count)
            var hasRead = false
            var index = 0
            while index < source.utf8.count {
                let byte = source.utf8[index]
                let byteCount = byte < 0x80 ? 1 : append(scalarAt: index, source, &writer, &hasRead)
                if byte < 0x80 {
                    let letter = LeetView.letter(byte) ?? LeetSigns.letter(UInt32(byte), index, source)
                    let isLetter = ScalarClass.of(ascii: byte) == .letter
                    hasRead = hasRead || letter != nil && !isLetter
                    if let letter = letter ?? (isLetter ? byte : nil) {
                        writer.append(shared(letter), start: source.starts[index], end: source.ends[index])
                    }
                }
                index += byteCount
            }
            return hasRead ? writer.view(named: .dense) : nil
        }
    }

    /// A keyword's letters, as ``LeetView`` has them, as the view has them.
    static func letters(of text: String) -> String { String(decoding: text.utf8.map(shared), as: UTF8.self) }

    @inline(__always)
    private static func shared(_ letter: UInt8) -> UInt8 { letter == UInt8(ascii: "b") ? UInt8(ascii: "g") : letter }

    /// How many bytes the scalar has.
    private static func append(scalarAt index: Int, _ source: ViewBytes, _ writer: inout ViewWriter, _ hasRead: inout Bool) -> Int
    {
        let (value, byteCount) = UTF8Decoding.scalar(in: source.utf8, at: index)
        if let letter = LeetView.shared(value) ?? LeetSigns.letter(value, index, source) {
            hasRead = true
            writer.append(letter, start: source.starts[index], end: source.ends[index])
        } else if let scalar = Unicode.Scalar(value), ScalarClass.of(scalar) != .separator {
            writer.append(source, index..<(index + byteCount))
        }
        return byteCount
    }
}
