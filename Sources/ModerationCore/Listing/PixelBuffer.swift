/// The model's view of one photo: 224×224×3 UINT8, RGB interleaved, row-major (NHWC without the N). 150,528 bytes.
public struct PixelBuffer: Sendable, Equatable {
    public static let side = 224
    public static let byteCount = side * side * 3

    public let bytes: [UInt8]

    /// Fails unless there are exactly ``byteCount`` bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }
}
