import MediaInput

/// What one request may hold. Characters are Unicode scalars, bytes are UTF-8 or encoded photo bytes.
public struct RequestLimits: Sendable, Equatable {
    public var photoCount = 12
    public var photoByteCount = 8 * 1_024 * 1_024
    public var totalPhotoByteCount = 32 * 1_024 * 1_024
    public var titleCharacterCount = 500
    public var descriptionCharacterCount = 20_000
    public var listingIDByteCount = 200
    public var sellerIDByteCount = 200
    public var categoryByteCount = 400
    public var languageByteCount = 40
    public var regionByteCount = 20

    public init() {}
}

/// How one check spends its time, and how many run at once.
///
/// With the default deadline of 450 ms the answer is due at 440 ms, scoring ends by 400 ms, and photos must be read by 340 ms.
public struct PipelineConfiguration: Sendable, Equatable {
    public var limits = RequestLimits()
    /// The time a caller without a deadline gets.
    public var defaultTimeout: Duration = .milliseconds(450)
    /// No caller gets more.
    public var maximumTimeout: Duration = .seconds(10)
    /// The answer leaves at least this long before the deadline.
    public var answerMargin: Duration = .milliseconds(10)
    /// Kept for recording: the group commit (20 ms at P99) after the wait for a case's photos, which the store is to bound by as much.
    public var recordingReserve: Duration = .milliseconds(40)
    /// Kept for scoring while photos are read; never more than half of what there is.
    public var scoringReserve: Duration = .milliseconds(60)
    /// Claiming a request id, and looking up a seller, may take this long.
    public var storeTimeout: Duration = .milliseconds(50)
    /// Checks that may be under way at once. A check holds its photos, at most 32 MiB, usually 0.2: 256 of them are 8 GiB at the
    /// very worst and 50 MiB on an ordinary day. One more is refused as overloaded.
    public var inFlightLimit = 256
    /// Photos up to this many bytes in all are hashed where they arrive (about 1 ms a MiB); more goes to the worker pool.
    public var inlineHashByteCount = 1_024 * 1_024
    /// Texts up to this many bytes (title and description) are read where they arrive; longer ones go to the worker pool.
    public var inlineTextByteCount = 4_096
    /// What the decoder checks; its byte limit is that of ``limits``.
    public var photoLimits = PhotoReader.Limits()
    /// How pixels and fingerprints are made; every verdict names it.
    public var pixelMode = PixelMode.exact
    /// Computes PDQ as well.
    public var fingerprintsPDQ = false
    /// Pixels and fingerprints kept of photos already read, about 150 KB each; 0 keeps none.
    public var photoCacheByteCount = 64 * 1_024 * 1_024
    /// Which categories of listings are labels of metrics.
    public var categoryLabels = ContextLabels(limit: 64)
    /// Which countries are.
    public var regionLabels = ContextLabels(limit: 32)
    /// The build, for the version vector.
    public var build = ""

    public init() {}
}
