internal import ModerationCore

/// Turns the encoded bytes of a photo into pixels and fingerprints, or says why not; safe from any thread.
///
/// Synchronous and heavy (milliseconds): call it on a worker pool, never on a cooperative thread. One decode serves everything. Copies of
/// a reader share the memory that photos are read with.
public struct PhotoReader: Sendable {
    /// What one photo may cost; checked from the headers before any pixel is decoded.
    public struct Limits: Sendable, Equatable {
        public var maxByteCount = 8 * 1_024 * 1_024
        /// Decoding holds 3 bytes a pixel, up to 6 more while a progressive file is decoded, 4 more for a four-colour or a damaged one:
        /// 450 MB at this limit, 650 MB for a hostile file (computed).
        public var maxPixelCount = 50_000_000
        /// Ordinary progressive files have 10 scans or so.
        public var maxScanCount = 64
        /// Scans × pixels: each scan walks the whole picture, however few bytes it has, so 50 megapixels may have 12 scans.
        public var maxScannedPixelCount = 600_000_000

        public init() {}
    }

    public let mode: PixelMode
    /// Whether ``PhotoReadings/pdq`` is made.
    public let fingerprintsPDQ: Bool
    public let limits: Limits
    private let workspaces = WorkspacePool()

    public init(mode: PixelMode = .exact, fingerprintsPDQ: Bool = false, limits: Limits = Limits()) {
        self.mode = mode
        self.fingerprintsPDQ = fingerprintsPDQ
        self.limits = limits
    }

    /// Reads one photo; a file that libjpeg complains about but can show is read (as Pillow does), with
    /// ``PhotoReadings/decoderWarning`` set.
    ///
    /// A file cut off in its first scan is ``PhotoError/truncated``; a progressive file cut off later is read as far as it goes, as
    /// browsers show it (Pillow refuses those). `sha256` is the digest of `content` where the caller has it.
    public func read(_ content: ArraySlice<UInt8>, sha256: String? = nil) throws(PhotoError) -> ReadPhoto {
        let digest = if let sha256 { sha256 } else { try ContentDigest.sha256(of: content) }
        var readings: Result<PhotoReadings, PhotoError> = .failure(.emptyFile)
        let bytes = [UInt8](unsafeUninitializedCapacity: PixelBuffer.byteCount) { pixels, initializedCount in
            readings = Self.result { () throws(PhotoError) in
                try content.withUnsafeBufferPointer { encoded throws(PhotoError) in
                    try read(encoded, sha256: digest, intoPixels: pixels)
                }
            }
            if case .success = readings { initializedCount = PixelBuffer.byteCount }
        }
        let complete = try readings.get()
        guard let pixels = PixelBuffer(bytes: bytes) else { throw .libraryFailure("pixels of unexpected size") }
        return ReadPhoto(pixels: pixels, readings: complete)
    }

    private static func result<Value>(_ body: () throws(PhotoError) -> Value) -> Result<Value, PhotoError> {
        do throws(PhotoError) { return .success(try body()) } catch { return .failure(error) }
    }

    /// The same without a copy: pixels go into `pixels`, which takes ``PixelBuffer/byteCount`` bytes.
    package func read(
        _ encoded: UnsafeBufferPointer<UInt8>,
        sha256: String?,
        intoPixels pixels: UnsafeMutableBufferPointer<UInt8>
    ) throws(PhotoError) -> PhotoReadings {
        guard let target = pixels.baseAddress, pixels.count >= PixelBuffer.byteCount else {
            throw .libraryFailure("no room for the pixels")
        }
        let digest = if let sha256 { sha256 } else { try ContentDigest.sha256(of: encoded) }
        return try withPicture(encoded, mode: mode) { picture, warning, memory in
            ModelPixels.write(picture, memory: &memory, into: target)
            let pdq = fingerprintsPDQ ? PDQHash(of: picture, memory: &memory) : nil
            return PhotoReadings(
                fingerprint: PerceptualHash(of: picture, memory: &memory).photoFingerprint,
                pdq: pdq.map { PDQFingerprint(photoFingerprint: $0.photoFingerprint, quality: $0.quality) },
                sha256: digest,
                width: picture.fullWidth,
                height: picture.fullHeight,
                orientation: picture.orientation,
                format: .jpeg,
                mode: mode,
                decoderWarning: warning
            )
        }
    }

    /// Sniffs, checks every limit and decodes; the picture is valid within `body`.
    package func withPicture<Result>(
        _ encoded: UnsafeBufferPointer<UInt8>,
        mode: PixelMode,
        _ body: (DecodedPicture, _ warning: String?, inout ResamplerMemory) -> Result
    ) throws(PhotoError) -> Result {
        guard !encoded.isEmpty else { throw .emptyFile }
        guard encoded.count <= limits.maxByteCount else {
            throw .tooManyBytes(byteCount: encoded.count, limit: limits.maxByteCount)
        }
        let bytes = BoundedBytes(encoded)
        let format = PhotoFormat(sniffing: bytes)
        guard format == .jpeg else { throw .unsupportedFormat(format) }
        let structure = try JPEGStructure(parsing: bytes)
        try check(structure)
        let (width, height) = (structure.frame.width, structure.frame.height)
        let reduction = mode.reduction(
            width: width,
            height: height,
            hasRichColour: !structure.frame.isCommonlySampled
        )
        return try workspaces.withWorkspace { workspace throws(PhotoError) in
            let decoded = try JPEGDecoder().decode(
                encoded,
                structure: structure,
                reduction: reduction,
                memory: &workspace.pictures
            )
            let picture = DecodedPicture(
                view: decoded.view,
                fullWidth: width,
                fullHeight: height,
                orientation: structure.orientation,
                reduction: reduction
            )
            return body(picture, decoded.warning, &workspace.resampling)
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
