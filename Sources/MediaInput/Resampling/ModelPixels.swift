internal import ModerationCore

/// The image tower's view: shorter side to 224, bicubic with antialiasing, centre square; the geometry of HuggingFace's CLIP processor.
package enum ModelPixels {
    /// The longer side is `int(224 · long / short)`, cut down, and the crop starts at the floor of half the surplus.
    ///
    /// torchvision rounds both, one pixel off at some ratios. Integer division equals Python's float expression for sides up to 65,535.
    static func outputs(of side: Int, shorter: Int) -> (count: Int, crop: Range<Int>) {
        let count = PixelBuffer.side * side / shorter
        let start = (count - PixelBuffer.side) / 2
        return (count, start..<(start + PixelBuffer.side))
    }

    /// Resizes only what the crop keeps, so that 5000×20 does not become 56000×224 on the way; `target` takes ``PixelBuffer/byteCount``.
    package static func write(
        _ picture: DecodedPicture,
        memory: inout ResamplerMemory,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        // A picture decoded at a fraction of its size differs from the whole one by more than coarse weights add.
        let axes = picture.axes(filter: .bicubic, isCoarse: picture.reduction > 1) { side, shorter in
            outputs(of: side, shorter: shorter)
        }
        Resampler.colour(picture.view, axes: axes, memory: &memory, into: target)
    }
}
