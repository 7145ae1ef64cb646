extension PhotoReader {
    /// What one photo may cost; checked from the headers before any pixel is decoded, and before memory for it is taken.
    public struct Limits: Sendable, Equatable {
        /// The file.
        public var maxByteCount = 8 * 1_024 * 1_024
        /// Decoding holds 3 bytes a pixel, up to 6 more while a progressive or four-colour JPEG is decoded, 4 more for a lossless WebP, 3 more
        /// while it is turned upright: 450 MB at this limit, for a hostile file 800 MB, or 1 GB as lossless WebP with 65,536 sets of
        /// codes (computed).
        public var maxPixelCount = 50_000_000
        /// Width and height each.
        public var maxSide = 32_767
        /// Decoded bytes (3 a pixel, and more for more than 10 scans) for each byte of the file: photos have 3 to 100, drawings up to 1,500, bombs many thousands.
        public var maxRatio = 2_000
        /// Pictures of at most so many pixels may have any ratio: a blank page costs no more than a photo of its size.
        public var anyRatioPixelCount = 4_000_000
        /// Ordinary progressive JPEG files have 10 scans or so.
        public var maxScanCount = 64
        /// Scans × pixels: each scan walks the whole picture, however few bytes it has, so 50 megapixels may have 12 scans.
        public var maxScannedPixelCount = 600_000_000
        /// ICC profile, over all segments or chunks, as stored: profiles for screens have 1 KiB or so, those for print up to 3 MiB.
        public var maxProfileByteCount = 4 * 1_024 * 1_024
        /// EXIF, over all segments or chunks: cameras write 64 KiB at most, thumbnail included.
        public var maxExifByteCount = 256 * 1_024

        public init() {}
    }

    func check(_ structure: JPEGStructure, byteCount: Int) throws(PhotoError) {
        let frame = structure.frame
        guard frame.bitCount == 8 else { throw .unsupportedPrecision(bitCount: frame.bitCount) }
        guard [1, 3, 4].contains(frame.componentCount) else {
            throw .unsupportedColourSpace(componentCount: frame.componentCount)
        }
        try checkSize(width: frame.width, height: frame.height)
        let scanLimit = min(limits.maxScanCount, max(1, limits.maxScannedPixelCount / frame.pixelCount))
        guard structure.scanCount <= scanLimit else { throw .tooManyScans(count: structure.scanCount, limit: scanLimit) }
        guard structure.scanCount > 0, structure.mayHoldWholeScan else { throw .truncated }
        try checkRatio(width: frame.width, height: frame.height, scanCount: structure.scanCount, byteCount: byteCount)
        try checkMetadata(exifByteCount: structure.exifByteCount, profileByteCount: structure.profileByteCount)
    }

    func check(_ structure: PNGStructure, byteCount: Int) throws(PhotoError) {
        try checkSize(width: structure.width, height: structure.height)
        try checkRatio(width: structure.width, height: structure.height, byteCount: byteCount)
        try checkMetadata(exifByteCount: structure.exifByteCount, profileByteCount: structure.profileByteCount)
    }

    func check(_ structure: WebPStructure, byteCount: Int) throws(PhotoError) {
        try checkSize(width: structure.width, height: structure.height)
        // A frame may not be bigger than its canvas, so the canvas is the bound.
        try checkRatio(width: structure.width, height: structure.height, byteCount: byteCount)
        try checkMetadata(exifByteCount: structure.exifByteCount, profileByteCount: structure.profileByteCount)
    }

    private func checkSize(width: Int, height: Int) throws(PhotoError) {
        guard width > 0, height > 0 else { throw .zeroDimensions(width: width, height: height) }
        let (pixelCount, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, pixelCount <= limits.maxPixelCount else {
            throw .tooManyPixels(width: width, height: height, limit: limits.maxPixelCount)
        }
        // 65,535 is the most that a `Bitmap` holds.
        let sideLimit = min(limits.maxSide, 65_535)
        guard max(width, height) <= sideLimit else { throw .tooLongSide(length: max(width, height), limit: sideLimit) }
    }

    /// To be called behind ``checkSize(width:height:)``: the product is within the pixel limit there, and does not overflow.
    ///
    /// More scans than the ten of an ordinary progressive file count as so many more pixels.
    private func checkRatio(width: Int, height: Int, scanCount: Int = 1, byteCount: Int) throws(PhotoError) {
        let pixelCount = width * height * max(10, scanCount) / 10
        guard pixelCount > limits.anyRatioPixelCount else { return }
        let ratio = pixelCount * 3 / max(1, byteCount)
        guard ratio <= limits.maxRatio else { throw .tooCompressed(ratio: ratio, limit: limits.maxRatio) }
    }

    private func checkMetadata(exifByteCount: Int, profileByteCount: Int) throws(PhotoError) {
        guard exifByteCount <= limits.maxExifByteCount else {
            throw .tooMuchExif(byteCount: exifByteCount, limit: limits.maxExifByteCount)
        }
        guard profileByteCount <= limits.maxProfileByteCount else {
            throw .tooLargeProfile(byteCount: profileByteCount, limit: limits.maxProfileByteCount)
        }
    }
}
