import ModerationCore

extension PixelBuffer {
    /// Every byte is `value`; the fake backend reads it as the photo's signal.
    public static func uniform(_ value: UInt8) -> PixelBuffer {
        guard let buffer = PixelBuffer(bytes: [UInt8](repeating: value, count: byteCount)) else {
            preconditionFailure("a buffer of byteCount bytes is a pixel buffer")
        }
        return buffer
    }
}
