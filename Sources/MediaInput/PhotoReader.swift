internal import ModerationCore

/// Turns the encoded bytes of a photo into pixels and fingerprints, or says why not; safe from any thread.
///
/// Synchronous and heavy (milliseconds): call it on a worker pool, never on a cooperative thread. One decode serves everything. Copies of
/// a reader share the memory that photos are read with.
public struct PhotoReader: Sendable {
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

    /// Reads one photo: JPEG, PNG or WebP. A JPEG that libjpeg complains about but can show is read (as Pillow does), and of an animation the
    /// first picture; ``PhotoReadings/decoderWarning`` says so.
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
        return try withPicture(encoded, mode: mode) { picture, origin, memory in
            ModelPixels.write(picture, memory: &memory, into: target)
            let pdq = fingerprintsPDQ ? PDQHash(of: picture, memory: &memory) : nil
            return PhotoReadings(
                fingerprint: PerceptualHash(of: picture, memory: &memory).photoFingerprint,
                pdq: pdq.map { PDQFingerprint(photoFingerprint: $0.photoFingerprint, quality: $0.quality) },
                sha256: digest,
                width: picture.fullWidth,
                height: picture.fullHeight,
                orientation: picture.orientation,
                format: origin.format,
                mode: mode,
                decoderWarning: origin.warning
            )
        }
    }

    /// Sniffs, checks every limit and decodes; the picture is valid within `body`.
    package func withPicture<Result>(
        _ encoded: UnsafeBufferPointer<UInt8>,
        mode: PixelMode,
        _ body: (DecodedPicture, PictureOrigin, inout ResamplerMemory) -> Result
    ) throws(PhotoError) -> Result {
        guard !encoded.isEmpty else { throw .emptyFile }
        guard encoded.count <= limits.maxByteCount else {
            throw .tooManyBytes(byteCount: encoded.count, limit: limits.maxByteCount)
        }
        return try workspaces.withWorkspace { workspace throws(PhotoError) in
            let (picture, origin) = try decode(encoded, mode: mode, memory: &workspace.pictures)
            return body(picture, origin, &workspace.resampling)
        }
    }
}
