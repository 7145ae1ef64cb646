/// A decoded picture that owns its bytes: RGB, 8 bits each, interleaved, row-major, no padding.
package struct Bitmap: Sendable, Equatable {
    package let width: Int
    package let height: Int
    /// Exactly `width * height * 3` bytes.
    package let bytes: [UInt8]

    /// Fails unless both sides are 1–65,535 and the byte count fits them.
    package init?(width: Int, height: Int, bytes: [UInt8]) {
        guard (1...65_535).contains(width), (1...65_535).contains(height), bytes.count == width * height * 3 else { return nil }
        self.width = width
        self.height = height
        self.bytes = bytes
    }

    /// Calls `body` with the picture, seen as `orientation` says, in memory that the kernels may read, which takes a copy.
    package func withPicture<Result>(
        orientation: PhotoOrientation = .upright,
        _ body: (DecodedPicture) throws -> Result
    ) rethrows -> Result {
        var memory = ScratchMemory()
        let copy = memory.bytes(bytes.count + PictureView.slackByteCount)
        bytes.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            copy.update(from: base, count: source.count)
        }
        return try body(
            DecodedPicture(
                view: PictureView(base: copy, width: width, height: height),
                fullWidth: width,
                fullHeight: height,
                orientation: orientation,
                reduction: 1
            )
        )
    }
}
