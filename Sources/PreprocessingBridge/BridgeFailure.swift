import CHolsterPreprocessing
import MediaInput
import TextInput

/// What a C function returns instead of throwing: a status below 0 and its text.
struct BridgeFailure: Error {
    let status: Int32
    let message: String

    private init(_ status: holster_status, _ message: String) {
        self.status = status.rawValue
        self.message = message
    }

    static func invalid(_ message: String) -> BridgeFailure { BridgeFailure(HOLSTER_INVALID_ARGUMENT, message) }

    static func tooSmall(_ message: String) -> BridgeFailure { BridgeFailure(HOLSTER_BUFFER_TOO_SMALL, message) }

    init(_ error: PhotoError) {
        let status =
            switch error {
            case .emptyFile: HOLSTER_PHOTO_EMPTY
            case .tooManyBytes: HOLSTER_PHOTO_TOO_MANY_BYTES
            case .unsupportedFormat: HOLSTER_PHOTO_UNSUPPORTED_FORMAT
            case .unsupportedEncoding: HOLSTER_PHOTO_UNSUPPORTED_ENCODING
            case .unsupportedPrecision: HOLSTER_PHOTO_UNSUPPORTED_PRECISION
            case .unsupportedColourSpace: HOLSTER_PHOTO_UNSUPPORTED_COLOUR_SPACE
            case .zeroDimensions: HOLSTER_PHOTO_ZERO_DIMENSIONS
            case .tooManyPixels: HOLSTER_PHOTO_TOO_MANY_PIXELS
            case .tooLongSide: HOLSTER_PHOTO_TOO_LONG_SIDE
            case .tooCompressed: HOLSTER_PHOTO_TOO_COMPRESSED
            case .tooMuchExif: HOLSTER_PHOTO_TOO_MUCH_EXIF
            case .tooLargeProfile: HOLSTER_PHOTO_TOO_LARGE_PROFILE
            case .tooManyScans: HOLSTER_PHOTO_TOO_MANY_SCANS
            case .truncated: HOLSTER_PHOTO_TRUNCATED
            case .corrupt: HOLSTER_PHOTO_CORRUPT
            case .libraryFailure: HOLSTER_LIBRARY_FAILURE
            }
        self.init(status, error.description)
    }

    init(_ error: VocabularyError) {
        let status =
            switch error {
            case .tooManyBytes, .tooManyEntries, .tooManyPrefixes: HOLSTER_VOCABULARY_TOO_LARGE
            case .notUTF8: HOLSTER_VOCABULARY_NOT_UTF8
            case .entryTooLong: HOLSTER_VOCABULARY_ENTRY_TOO_LONG
            case .duplicateEntry: HOLSTER_VOCABULARY_DUPLICATE_ENTRY
            case .missingSpecialEntry: HOLSTER_VOCABULARY_MISSING_ENTRY
            }
        self.init(status, error.description)
    }

    init(_ error: TextNormaliserError) {
        switch error {
        case .confusablesUnavailable: self.init(HOLSTER_LIBRARY_FAILURE, "ICU lacks its table of look-alike characters")
        }
    }

    /// Runs the body of a C function that has a message: what it throws becomes the status.
    static func status(
        _ message: UnsafeMutablePointer<CChar>?,
        _ capacity: Int,
        _ body: () throws(BridgeFailure) -> Void
    ) -> Int32 {
        do throws(BridgeFailure) {
            try body()
            CallerMemory.write("", to: message, capacity: capacity)
            return HOLSTER_OK.rawValue
        } catch {
            CallerMemory.write(error.message, to: message, capacity: capacity)
            return error.status
        }
    }

    /// The same for a C function whose result is a count.
    static func count(_ body: () throws(BridgeFailure) -> Int) -> Int64 {
        do throws(BridgeFailure) { return Int64(try body()) } catch { return Int64(error.status) }
    }
}
