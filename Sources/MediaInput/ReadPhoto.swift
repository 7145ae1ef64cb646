public import ModerationCore

/// What later stages need of one photo; nothing of its metadata but the orientation is kept.
public struct ReadPhoto: Sendable, Equatable {
    /// The upright picture as the image tower sees it.
    public let pixels: PixelBuffer
    /// `imagehash.phash` of the upright picture.
    public let fingerprint: PhotoFingerprint
    /// SHA-256 of the encoded bytes as they came, 64 lower-case hexadecimal digits.
    public let sha256: String
    /// Pixels a row as stored, before the orientation is applied.
    public let width: Int
    /// Rows as stored, before the orientation is applied.
    public let height: Int
    public let orientation: PhotoOrientation
    public let format: PhotoFormat
    /// The decoder's first complaint about a file that it could still show; `nil` for a clean file.
    public let decoderWarning: String?
}
