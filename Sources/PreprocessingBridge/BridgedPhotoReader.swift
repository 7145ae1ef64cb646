import CHolsterPreprocessing
import MediaInput
import ModerationCore

/// The object behind a `holster_photo_reader`. Immutable; all calls to ``PhotoReader`` are here.
final class BridgedPhotoReader: Sendable {
    private let reader: PhotoReader

    init(_ options: holster_photo_reader_options) throws(BridgeFailure) {
        let mode: PixelMode
        switch options.mode {
        case Int32(HOLSTER_PIXELS_EXACT.rawValue): mode = .exact
        case Int32(HOLSTER_PIXELS_FAST.rawValue): mode = .fast
        default: throw .invalid("\(options.mode) is no pixel mode")
        }
        reader = PhotoReader(
            mode: mode,
            fingerprintsPDQ: options.fingerprints_pdq != 0,
            limits: try Self.limits(options.limits)
        )
    }

    private static func limits(_ asked: holster_photo_limits) throws(BridgeFailure) -> PhotoReader.Limits {
        var limits = PhotoReader.Limits()
        func set(_ path: WritableKeyPath<PhotoReader.Limits, Int>, _ value: Int64) throws(BridgeFailure) {
            guard value >= 0 else { throw .invalid("\(value) is no limit") }
            if value > 0 { limits[keyPath: path] = Int(value) }
        }
        try set(\.maxByteCount, asked.max_byte_count)
        try set(\.maxPixelCount, asked.max_pixel_count)
        try set(\.maxSide, asked.max_side)
        try set(\.maxRatio, asked.max_ratio)
        try set(\.maxScanCount, asked.max_scan_count)
        try set(\.maxScannedPixelCount, asked.max_scanned_pixel_count)
        try set(\.maxProfileByteCount, asked.max_profile_byte_count)
        try set(\.maxExifByteCount, asked.max_exif_byte_count)
        return limits
    }

    /// Pixels into `pixels`, which takes ``PixelBuffer/byteCount`` bytes; everything else, failures too, in the result.
    func read(_ content: UnsafeBufferPointer<UInt8>, pixels: UnsafeMutableBufferPointer<UInt8>) -> holster_photo {
        do throws(PhotoError) {
            return Self.photo(try reader.read(content, sha256: nil, intoPixels: pixels))
        } catch {
            return Self.photo(BridgeFailure(error))
        }
    }

    static func photo(_ failure: BridgeFailure) -> holster_photo {
        var photo = holster_photo()
        photo.status = failure.status
        withUnsafeMutableBytes(of: &photo.message) { CallerMemory.write(failure.message, to: $0) }
        return photo
    }

    private static func photo(_ readings: PhotoReadings) -> holster_photo {
        var photo = holster_photo()
        photo.status = HOLSTER_OK.rawValue
        photo.phash = readings.fingerprint.fingerprint.words.first ?? 0
        photo.phash_reliable = readings.fingerprint.isReliable ? 1 : 0
        if let pdq = readings.pdq {
            let words = pdq.photoFingerprint.fingerprint.words
            photo.has_pdq = 1
            photo.pdq_reliable = pdq.photoFingerprint.isReliable ? 1 : 0
            photo.pdq_quality = UInt8(clamping: pdq.quality)
            withUnsafeMutableBytes(of: &photo.pdq) { memory in
                for (slot, word) in words.prefix(4).enumerated() {
                    memory.storeBytes(of: word, toByteOffset: slot * 8, as: UInt64.self)
                }
            }
        }
        photo.width = Int32(clamping: readings.width)
        photo.height = Int32(clamping: readings.height)
        photo.orientation = UInt8(clamping: readings.orientation.rawValue)
        photo.format = format(readings.format)
        photo.mode = UInt8(readings.mode == .exact ? HOLSTER_PIXELS_EXACT.rawValue : HOLSTER_PIXELS_FAST.rawValue)
        photo.decoder_warned = readings.decoderWarning == nil ? 0 : 1
        withUnsafeMutableBytes(of: &photo.sha256) { CallerMemory.write(readings.sha256, to: $0) }
        withUnsafeMutableBytes(of: &photo.message) { CallerMemory.write(readings.decoderWarning ?? "", to: $0) }
        return photo
    }

    private static func format(_ format: PhotoFormat) -> UInt8 {
        let value =
            switch format {
            case .jpeg: HOLSTER_FORMAT_JPEG
            case .png: HOLSTER_FORMAT_PNG
            case .webP: HOLSTER_FORMAT_WEBP
            default: HOLSTER_FORMAT_OTHER
            }
        return UInt8(value.rawValue)
    }
}
