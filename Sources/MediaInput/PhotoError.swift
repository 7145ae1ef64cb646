/// Why a photo could not be read; each case names the defect, or the limit and what was found.
public enum PhotoError: Error, Sendable, Equatable, CustomStringConvertible {
    case emptyFile
    case tooManyBytes(byteCount: Int, limit: Int)
    case unsupportedFormat(PhotoFormat)
    /// A JPEG process that browsers do not show either (lossless, hierarchical), or a WebP of the future.
    case unsupportedEncoding(String)
    case unsupportedPrecision(bitCount: Int)
    /// Neither grey, three-colour nor four-colour.
    case unsupportedColourSpace(componentCount: Int)
    case zeroDimensions(width: Int, height: Int)
    case tooManyPixels(width: Int, height: Int, limit: Int)
    /// Width or height.
    case tooLongSide(length: Int, limit: Int)
    /// Decoded bytes (3 a pixel) for each byte of the file.
    case tooCompressed(ratio: Int, limit: Int)
    case tooMuchExif(byteCount: Int, limit: Int)
    /// The ICC profile, as stored.
    case tooLargeProfile(byteCount: Int, limit: Int)
    case tooManyScans(count: Int, limit: Int)
    /// The file ends before the picture does: before one whole scan, in a JPEG.
    case truncated
    case corrupt(reason: String)
    /// A library could not work at all (out of memory); says nothing about the photo.
    case libraryFailure(String)

    public var description: String {
        switch self {
        case .emptyFile: "the photo is empty"
        case .tooManyBytes(let byteCount, let limit): "the photo has \(byteCount) bytes; the limit is \(limit)"
        case .unsupportedFormat(let format): "the photo is \(format.rawValue); only JPEG, PNG and WebP are supported"
        case .unsupportedEncoding(let name): "the photo is \(name), which is not supported"
        case .unsupportedPrecision(let bitCount): "the photo has \(bitCount) bits a sample; only 8 are supported"
        case .unsupportedColourSpace(let count): "the photo has \(count) colour components; only 1, 3 and 4 are supported"
        case .zeroDimensions(let width, let height): "the photo declares \(width)×\(height) pixels"
        case .tooManyPixels(let width, let height, let limit):
            "the photo has \(width)×\(height) pixels; the limit is \(limit) in all"
        case .tooLongSide(let length, let limit): "the photo has a side of \(length) pixels; the limit is \(limit)"
        case .tooCompressed(let ratio, let limit): "the photo decodes to \(ratio) times its bytes; the limit is \(limit)"
        case .tooMuchExif(let byteCount, let limit): "the photo has \(byteCount) bytes of EXIF; the limit is \(limit)"
        case .tooLargeProfile(let byteCount, let limit):
            "the photo's colour profile has \(byteCount) bytes; the limit is \(limit)"
        case .tooManyScans(let count, let limit): "the photo has \(count) scans; the limit at its size is \(limit)"
        case .truncated: "the photo ends before its picture does"
        case .corrupt(let reason): "the photo is corrupt: \(reason)"
        case .libraryFailure(let reason): "the photo library failed: \(reason)"
        }
    }
}
