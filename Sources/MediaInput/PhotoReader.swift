/// Turns the encoded bytes of a photo into pixels and a fingerprint, or says why not; stateless, safe from any thread.
///
/// Synchronous and heavy (milliseconds): call it on a worker pool, never on a cooperative thread.
public struct PhotoReader: Sendable {
    /// How pixels are made: `exact` means bit for bit what Pillow makes of the same decoded picture.
    public static let pixelMode = "exact"

    public let limits: Limits

    public init(limits: Limits = Limits()) { self.limits = limits }

    /// Reads one photo: JPEG, PNG or WebP. A JPEG that libjpeg complains about but can show is read (as Pillow does), and of an animation the
    /// first picture; ``ReadPhoto/decoderWarning`` says so.
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
            format: source.format,
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
        package let format: PhotoFormat
        package let orientation: PhotoOrientation
        package let warning: String?

        init(_ stored: Bitmap, _ format: PhotoFormat, _ orientation: PhotoOrientation, _ warning: String?) {
            upright = stored.upright(from: orientation)
            width = stored.width
            height = stored.height
            self.format = format
            self.orientation = orientation
            self.warning = warning
        }
    }

    /// Sniffs, checks every limit, decodes and turns upright.
    package func decode(_ content: ArraySlice<UInt8>) throws(PhotoError) -> Decoded {
        guard !content.isEmpty else { throw .emptyFile }
        guard content.count <= limits.maxByteCount else {
            throw .tooManyBytes(byteCount: content.count, limit: limits.maxByteCount)
        }
        return try content.withUnsafeBufferPointer { buffer throws(PhotoError) in
            let bytes = BoundedBytes(buffer)
            switch PhotoFormat(sniffing: bytes) {
            case .jpeg:
                let structure = try JPEGStructure(parsing: bytes)
                try check(structure, byteCount: buffer.count)
                let (bitmap, warning) = try JPEGDecoder().decode(buffer, structure: structure)
                return Decoded(bitmap, .jpeg, structure.orientation, warning)
            case .png:
                let structure = try PNGStructure(parsing: bytes)
                try check(structure, byteCount: buffer.count)
                let (bitmap, warning) = try Self.filled(structure.width, structure.height) { output throws(PhotoError) in
                    try PNGDecoder.decode(buffer, structure: structure, into: output)
                }
                return Decoded(bitmap, .png, structure.orientation, warning)
            case .webP:
                let structure = try WebPStructure(parsing: bytes)
                try check(structure, byteCount: buffer.count)
                let (bitmap, warning) = try Self.filled(structure.width, structure.height) { output throws(PhotoError) in
                    try WebPDecoder.decode(buffer, structure: structure, into: output)
                }
                return Decoded(bitmap, .webP, structure.orientation, warning)
            case let format: throw .unsupportedFormat(format)
            }
        }
    }

    /// A picture whose pixels `decode` writes.
    private static func filled(
        _ width: Int,
        _ height: Int,
        _ decode: (UnsafeMutableBufferPointer<UInt8>) throws(PhotoError) -> String?
    ) throws(PhotoError) -> (Bitmap, String?) {
        var warning: Result<String?, PhotoError> = .success(nil)
        let byteCount = width * height * 3
        let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { output, initializedCount in
            let room = UnsafeMutableBufferPointer(rebasing: output[..<byteCount])
            room.initialize(repeating: 0)
            warning = Result { () throws(PhotoError) in try decode(room) }
            initializedCount = byteCount
        }
        let found = try warning.get()
        guard let bitmap = Bitmap(width: width, height: height, bytes: bytes) else {
            throw .corrupt(reason: "its size is out of range")
        }
        return (bitmap, found)
    }
}
