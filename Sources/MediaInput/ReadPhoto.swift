public import ModerationCore

/// What later stages need of one photo; nothing of its metadata but the orientation is kept.
@dynamicMemberLookup
public struct ReadPhoto: Sendable, Equatable {
    /// The upright picture as the image tower sees it.
    public let pixels: PixelBuffer
    public let readings: PhotoReadings

    public subscript<Value>(dynamicMember path: KeyPath<PhotoReadings, Value>) -> Value { readings[keyPath: path] }
}

/// What is read of a photo beside its pixels.
public struct PhotoReadings: Sendable, Equatable {
    /// `imagehash.phash` of the upright picture.
    public let fingerprint: PhotoFingerprint
    /// PDQ of the upright picture; `nil` where the reader does not make it.
    public let pdq: PDQFingerprint?
    /// SHA-256 of the encoded bytes as they came, 64 lower-case hexadecimal digits.
    public let sha256: String
    /// Pixels a row as stored, before the orientation is applied.
    public let width: Int
    /// Rows as stored, before the orientation is applied.
    public let height: Int
    public let orientation: PhotoOrientation
    public let format: PhotoFormat
    /// How the pixels were made.
    public let mode: PixelMode
    /// The decoder's first complaint about a file that it could still show; `nil` for a clean file.
    public let decoderWarning: String?
}

/// PDQ with its quality.
public struct PDQFingerprint: Sendable, Equatable {
    public let photoFingerprint: PhotoFingerprint
    /// How much there is to see, 0 (flat) to 100.
    public let quality: Int
}
