import MediaInput

/// How the pixels and fingerprints behind a verdict were made, as its version vector and the photo cache name it: what a replay needs to
/// read the same photo in the same way.
///
/// `exact`, `fast` or `fast+pdq`. Computing PDQ asks for a larger decoded picture, so in the fast mode it changes the pixels too; the exact
/// mode decodes the whole picture anyway, and says nothing of it.
public struct PixelVersion: Sendable, Hashable, LosslessStringConvertible {
    public let mode: PixelMode
    /// The fast mode's picture was decoded large enough for PDQ; false in the exact mode.
    public let isScaledForPDQ: Bool

    public init(mode: PixelMode, fingerprintsPDQ: Bool) {
        self.mode = mode
        isScaledForPDQ = fingerprintsPDQ && mode == .fast
    }

    public init(of reader: PhotoReader) { self.init(mode: reader.mode, fingerprintsPDQ: reader.fingerprintsPDQ) }

    /// `nil` for a text that no version vector of ours holds; also for the empty one, which stands for a listing without photos.
    public init?(_ description: String) {
        let parts = description.split(separator: "+", omittingEmptySubsequences: false)
        guard let mode = parts.first.flatMap({ PixelMode(rawValue: String($0)) }) else { return nil }
        self.init(mode: mode, fingerprintsPDQ: parts.count > 1)
        guard self.description == description else { return nil }
    }

    public var description: String { isScaledForPDQ ? "\(mode.rawValue)+pdq" : mode.rawValue }

    /// A reader that makes the same pixels and the same pHash.
    public func reader(limits: PhotoReader.Limits = PhotoReader.Limits()) -> PhotoReader {
        PhotoReader(mode: mode, fingerprintsPDQ: isScaledForPDQ, limits: limits)
    }
}
