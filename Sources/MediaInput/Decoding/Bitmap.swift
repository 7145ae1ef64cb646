/// A decoded picture: RGB, 8 bits each, interleaved, row-major, no padding.
package struct Bitmap: Sendable, Equatable {
    package let width: Int
    package let height: Int
    /// Exactly `width * height * 3` bytes, which is what makes the unchecked kernels over it sound.
    package let bytes: [UInt8]

    /// Fails unless both sides are 1–65,535 and the byte count fits them.
    package init?(width: Int, height: Int, bytes: [UInt8]) {
        guard (1...65_535).contains(width), (1...65_535).contains(height), bytes.count == width * height * 3 else { return nil }
        self.init(checkedWidth: width, height: height, bytes: bytes)
    }

    private init(checkedWidth width: Int, height: Int, bytes: [UInt8]) {
        self.width = width
        self.height = height
        self.bytes = bytes
    }

    /// Turns a picture stored with `orientation` upright; equals Pillow's `ImageOps.exif_transpose`.
    package func upright(from orientation: PhotoOrientation) -> Bitmap {
        guard orientation != .upright else { return self }
        let (outWidth, outHeight) = orientation.swapsSides ? (height, width) : (width, height)
        let last = width * height - 1
        // Where output (0, 0) is stored, and how far one step to the right and one step down go; in pixels.
        let (origin, right, down): (Int, Int, Int) =
            switch orientation {
            case .upright: (0, 1, width)
            case .mirrored: (width - 1, -1, width)
            case .upsideDown: (last, -1, -width)
            case .flipped: (last - (width - 1), 1, -width)
            case .transposed: (0, width, 1)
            case .turnedLeft: (last - (width - 1), -width, 1)
            case .transversed: (last, -width, -1)
            case .turnedRight: (width - 1, width, -1)
            }
        let turned = [UInt8](unsafeUninitializedCapacity: bytes.count) { output, initializedCount in
            bytes.withUnsafeBufferPointer { input in
                // Every output pixel is visited once and reads `origin + x·right + y·down`, which is a permutation of 0...last.
                guard let source = input.baseAddress, let target = output.baseAddress else { return }
                let tile = 32
                for top in stride(from: 0, to: outHeight, by: tile) {
                    for left in stride(from: 0, to: outWidth, by: tile) {
                        for y in top..<min(top + tile, outHeight) {
                            var from = source + 3 * (origin + left * right + y * down)
                            var to = target + 3 * (y * outWidth + left)
                            for _ in left..<min(left + tile, outWidth) {
                                to[0] = from[0]
                                to[1] = from[1]
                                to[2] = from[2]
                                from += 3 * right
                                to += 3
                            }
                        }
                    }
                }
            }
            initializedCount = bytes.count
        }
        return Bitmap(checkedWidth: outWidth, height: outHeight, bytes: turned)
    }
}
