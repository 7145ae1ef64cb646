/// Where the decision store lives and what bounds it.
public struct StoreConfiguration: Sendable {
    /// Makes a smaller JPEG (512 pixels on the longer side) of a photo; `nil` when the photo cannot be read. Runs on the
    /// evidence thread.
    public typealias Reducer = @Sendable (ArraySlice<UInt8>) -> [UInt8]?

    /// Holds `decisions.sqlite` and `photos/`; created when absent.
    public var folder: String
    /// Records waiting for their group commit. Peak 500/s × twice the default deadline of 450 ms = 450, doubled for bursts and
    /// rounded up: whoever would wait longer than that has missed its deadline anyway. At 60 KB for the longest listing this is
    /// at most 60 MB.
    public var queueLimit = 1_024
    public var gatherWindow: Duration = .zero
    /// How long one statement waits for another process (`holster review resolve`) to finish its transaction.
    public var busyTimeout: Duration = .seconds(2)
    /// Connections that read; beyond them readers wait.
    public var readerLimit = 4
    /// Photo bytes on disk; 20 GiB.
    public var photoByteLimit: Int64 = 20 << 30
    /// Further bytes for reduced renderings once ``photoByteLimit`` is reached; beyond them a photo is not kept at all. 1 GiB.
    public var reducedPhotoByteLimit: Int64 = 1 << 30
    /// Photo bytes in memory on their way to disk. One second of an outage at 500/s with one 200 KB photo each is 100 MB; the
    /// next power of two above.
    public var pendingPhotoByteLimit = 128 << 20
    /// How long an answer waits for its photos; they are written all the same when it is over. Half of the 20 ms that recording may
    /// take at P99: a verdict that failed open at its deadline has no more to spend.
    public var photoWait: Duration = .milliseconds(10)
    public var reducer: Reducer?
    /// Pages of 4 KiB that the database may grow to; `nil` is SQLite's own limit.
    package var pageLimit: Int?

    public init(folder: String) { self.folder = folder }
}

/// What the store has done since it was opened.
public struct StoreStatistics: Sendable, Equatable {
    public var recordCount = 0
    public var batchCount = 0
    public var largestBatch = 0
    public var failedRecordCount = 0
    /// Events written for a request id that already had one (decided twice while Redis was away).
    public var duplicateRequestCount = 0
    /// Two contents under one request id wanted the same case id; the later case got a suffix.
    public var caseCollisionCount = 0
    /// Rows that could not be read back and were left out of a listing.
    public var unreadableRowCount = 0
    public var photoCount = 0
    public var photoByteCount: Int64 = 0
    /// Photos that were on disk already.
    public var knownPhotoCount = 0
    public var reducedPhotoCount = 0
    /// Photos of which nothing but digest and fingerprint is kept.
    public var lostPhotoCount = 0
    /// Answers that did not wait any longer for their photos.
    public var latePhotoCount = 0

    public init() {}
}
