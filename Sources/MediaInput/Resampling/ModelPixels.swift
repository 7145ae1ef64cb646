package import ModerationCore

/// The image tower's view: shorter side to 224, bicubic with antialiasing, centre square; the geometry of HuggingFace's CLIP processor.
package enum ModelPixels {
    /// The longer side is `int(224 · long / short)`, cut down, and the crop starts at the floor of half the surplus.
    ///
    /// torchvision rounds both, one pixel off at some ratios. Integer division equals Python's float expression for sides up to 65,535.
    static func span(of side: Int, shorter: Int) -> (resized: Int, crop: Range<Int>) {
        let resized = PixelBuffer.side * side / shorter
        let start = (resized - PixelBuffer.side) / 2
        return (resized, start..<(start + PixelBuffer.side))
    }

    /// Resizes only what the crop keeps, so that 5000×20 does not become 56000×224 on the way.
    package static func pixelBuffer(of image: Bitmap) throws(PhotoError) -> PixelBuffer {
        let shorter = min(image.width, image.height)
        let across = span(of: image.width, shorter: shorter)
        let down = span(of: image.height, shorter: shorter)
        let bytes = Resampler.colour(
            image,
            columns: ResamplingWeights(
                filter: .bicubic,
                inputCount: image.width,
                outputCount: across.resized,
                outputs: across.crop
            ),
            rows: ResamplingWeights(filter: .bicubic, inputCount: image.height, outputCount: down.resized, outputs: down.crop)
        )
        guard let pixels = PixelBuffer(bytes: bytes) else { throw .libraryFailure("pixels of unexpected size") }
        return pixels
    }
}
