/// Turns the encoded bytes of a photo into pixels and a fingerprint, or says why not; stateless, safe from any thread.
///
/// Synchronous and heavy (milliseconds): call it on a worker pool, never on a cooperative thread.
public struct PhotoReader: Sendable {
    /// What one photo may cost; checked from the headers before any pixel is decoded.
    public struct Limits: Sendable, Equatable {
        public var maxByteCount = 8 * 1_024 * 1_024
        /// Decoding holds 3 bytes a pixel, up to 6 more while a progressive or four-colour file is decoded, 3 more while it is turned
        /// upright: 450 MB at this limit, 800 MB for a hostile file (computed).
        public var maxPixelCount = 50_000_000
        /// Ordinary progressive files have 10 scans or so.
        public var maxScanCount = 64
        /// Scans × pixels: each scan walks the whole picture, however few bytes it has, so 50 megapixels may have 12 scans.
        public var maxScannedPixelCount = 600_000_000

        public init() {}
    }

    /// How pixels are made: `exact` means bit for bit what Pillow makes of the same decoded picture.
    public static let pixelMode = "exact"

    public let limits: Limits

    public init(limits: Limits = Limits()) { self.limits = limits }

    /// Reads one photo; a file that libjpeg complains about but can show is read (as Pillow does), with ``ReadPhoto/decoderWarning`` set.
    ///
    /// A file cut off in its first scan is ``PhotoError/truncated``; a progressive file cut off later is read as far as it goes, as
    /// browsers show it (Pillow refuses those).
    public func read(_ content: ArraySlice<UInt8>) throws(PhotoError) -> ReadPhoto {
        let source = try decode(content)
        return ReadPhoto(
            pixels: try ModelPixels.pixelBuffer(of: source.upright),
            fingerprint: PerceptualHash(of: source.upright).photoFingerprint,
            sha256: try ContentDigest.sha256(of: content),
            width: source.width,
            height: source.height,
            orientation: source.orientation,
            format: .jpeg,
            decoderWarning: source.warning
        )
    }

    /// Makes the upright photo anew as a JPEG whose longer side is at most `maxSide` pixels (never enlarged), without any metadata.
    ///
    /// What is kept as evidence when there is no room for the photo itself. Quality 85, 4:2:0, colour profile dropped.
    public func rendering(of content: ArraySlice<UInt8>, maxSide: Int = 512) throws(PhotoError) -> [UInt8] {
        let picture = try decode(content).upright
        let side = max(1, maxSide)
        let longer = max(picture.width, picture.height)
        guard longer > side else { return try JPEGEncoder().encode(picture, quality: 85) }
        let width = max(1, (picture.width * side + longer / 2) / longer)
        let height = max(1, (picture.height * side + longer / 2) / longer)
        let bytes = Resampler.colour(
            picture,
            columns: ResamplingWeights(filter: .bicubic, inputCount: picture.width, outputCount: width, outputs: 0..<width),
            rows: ResamplingWeights(filter: .bicubic, inputCount: picture.height, outputCount: height, outputs: 0..<height)
        )
        guard let small = Bitmap(width: width, height: height, bytes: bytes) else {
            throw .libraryFailure("a rendering of unexpected size")
        }
        return try JPEGEncoder().encode(small, quality: 85)
    }

    package struct Decoded {
        package let upright: Bitmap
        package let width: Int
        package let height: Int
        package let orientation: PhotoOrientation
        package let warning: String?
    }

    /// Sniffs, checks every limit, decodes and turns upright.
    package func decode(_ content: ArraySlice<UInt8>) throws(PhotoError) -> Decoded {
        guard !content.isEmpty else { throw .emptyFile }
        guard content.count <= limits.maxByteCount else {
            throw .tooManyBytes(byteCount: content.count, limit: limits.maxByteCount)
        }
        return try content.withUnsafeBufferPointer { buffer throws(PhotoError) in
            let bytes = BoundedBytes(buffer)
            let format = PhotoFormat(sniffing: bytes)
            guard format == .jpeg else { throw .unsupportedFormat(format) }
            let structure = try JPEGStructure(parsing: bytes)
            try check(structure)
            let decoded = try JPEGDecoder().decode(buffer, structure: structure)
            return Decoded(
                upright: decoded.bitmap.upright(from: structure.orientation),
                width: structure.frame.width,
                height: structure.frame.height,
                orientation: structure.orientation,
                warning: decoded.warning
            )
        }
    }

    private func check(_ structure: JPEGStructure) throws(PhotoError) {
        let frame = structure.frame
        guard frame.bitCount == 8 else { throw .unsupportedPrecision(bitCount: frame.bitCount) }
        guard [1, 3, 4].contains(frame.componentCount) else {
            throw .unsupportedColourSpace(componentCount: frame.componentCount)
        }
        guard frame.width > 0, frame.height > 0 else { throw .zeroDimensions(width: frame.width, height: frame.height) }
        guard frame.pixelCount <= limits.maxPixelCount else {
            throw .tooManyPixels(width: frame.width, height: frame.height, limit: limits.maxPixelCount)
        }
        let scanLimit = min(limits.maxScanCount, max(1, limits.maxScannedPixelCount / frame.pixelCount))
        guard structure.scanCount <= scanLimit else { throw .tooManyScans(count: structure.scanCount, limit: scanLimit) }
        guard structure.scanCount > 0, structure.mayHoldWholeScan else { throw .truncated }
    }
}
