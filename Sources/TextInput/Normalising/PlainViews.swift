import ModerationCore

/// The `folded` and `skeleton` views of an ASCII text, where each byte is a character and every word Latin.
enum PlainViews {
    /// `nil` for any other text: one with bytes from 0x80 on, or with a carriage return, since that and a line feed are one character.
    static func views(of bytes: UnsafeBufferPointer<UInt8>) -> OriginalViews? {
        var hasInvisible = false
        for byte in bytes {
            guard byte < 0x80, byte != 0x0D else { return nil }
            hasInvisible = hasInvisible || skeleton(of: byte) == nil
        }
        let folded = bytes.map { ScalarClass.of(ascii: $0) == .letter ? $0 | 0x20 : $0 }
        let starts = (0..<bytes.count).map { UInt32(clamping: $0) }
        let ends = starts.map { $0 &+ 1 }
        if !hasInvisible {
            return views(folded, view(.skeleton, folded.map { skeleton(of: $0) ?? $0 }, starts, ends), starts, ends)
        }
        var builder = ViewBuilder(capacity: bytes.count)
        for (index, byte) in folded.enumerated() {
            guard let byte = skeleton(of: byte) else { continue }
            builder.append(byte, start: starts[index], end: ends[index])
        }
        return views(folded, builder.views(named: .skeleton).first, starts, ends)
    }

    private static func views(_ folded: [UInt8], _ skeleton: TextView?, _ starts: [UInt32], _ ends: [UInt32]) -> OriginalViews? {
        guard let skeleton, let folded = view(.folded, folded, starts, ends) else { return nil }
        return OriginalViews(folded: folded, skeleton: skeleton)
    }

    /// White space is a space, other control characters are nothing.
    @inline(__always)
    static func skeleton(of byte: UInt8) -> UInt8? {
        if byte > 0x20, byte != 0x7F { return byte }
        return byte == 0x20 || (9...13).contains(byte) ? 0x20 : nil
    }

    private static func view(_ name: ViewName, _ utf8: [UInt8], _ starts: [UInt32], _ ends: [UInt32]) -> TextView? {
        TextView(name: name.rawValue, utf8: utf8, starts: starts, ends: ends)
    }
}
