internal import Dispatch
internal import GRDB
public import ModerationCore
internal import Synchronization

/// Decisions on disk: audit events, review cases and their photos, in one folder, on SQLite in write-ahead-log mode with a flush
/// at every commit.
///
/// Whatever ``append(_:)`` returned for survives `kill -9` and a power cut: the event and, where there is one, the case with its
/// frozen listing. The case's photos are on disk by then as well, unless ``StoreConfiguration/photoWait`` was over first
/// (counted) or the folder is full (said in the case). A second process may read and resolve cases meanwhile.
public final class DecisionStore: AuditLog, Sendable {
    let pool: DatabasePool
    let time: TimeSource
    let board: StatisticsBoard
    private let photos: PhotoFolder
    private let writer: BatchWriter<DecisionRow>
    /// When a commit last succeeded; `nil` after one that failed.
    private let lastCommit = Mutex<ContinuousClock.Instant?>(nil)

    /// Opens or creates the store, and brings its tables up to date. Blocks on the disk.
    public init(_ configuration: StoreConfiguration, time: TimeSource) throws(StoreFailure) {
        try FileSystem.makeFolders(configuration.folder)
        let board = StatisticsBoard()
        let pool = try Self.openPool(configuration)
        let journal = DecisionJournal(pool: pool, statistics: board)
        // The names of files made just now; their contents SQLite flushes itself.
        try FileSystem.flushFolder(configuration.folder)
        self.pool = pool
        self.time = time
        self.board = board
        photos = try PhotoFolder(configuration: configuration, statistics: board)
        writer = BatchWriter(
            label: "holster.decisions",
            limits: BatchLimits(entryCount: configuration.queueLimit, gatherWindow: configuration.gatherWindow),
            write: { journal.write($0) }
        )
    }

    public var statistics: StoreStatistics { board.snapshot }

    @discardableResult
    public func append(_ record: DecisionRecord) async throws(StoreFailure) -> StoredVerdict {
        var evidence: [PhotoEvidence] = []
        if record.casePriority != nil {
            evidence = await photos.keep(
                zip(record.listing.photos, record.photoDigests).map { PhotoToKeep(digest: $1, content: $0.content) }
            )
        }
        let row = try DecisionRow(record, evidence: evidence)
        do throws(StoreFailure) {
            try await writer.append(row)
        } catch {
            lastCommit.withLock { $0 = nil }
            throw error
        }
        let now = time.monotonicNow()
        lastCommit.withLock { $0 = now }
        return StoredVerdict(record.verdict, json: row.verdict)
    }

    /// The newest decision written for the request, with ``Verdict/isReplayed`` as it was answered then.
    public func verdict(requestID: String) async throws(StoreFailure) -> (contentDigest: String, verdict: Verdict)? {
        let row = try await reading { database in
            try Row.fetchOne(
                database,
                sql: "SELECT content_digest, verdict FROM audit_event WHERE request_id = ? ORDER BY id DESC LIMIT 1",
                arguments: [requestID]
            ).map { (digest: $0["content_digest"] as String? ?? "", text: $0["verdict"] as String? ?? "") }
        }
        guard let row else { return nil }
        return (row.digest, try StoreJSON.decode(Verdict.self, from: row.text))
    }

    /// True when a commit succeeded within the last second, or does so now. Waits as long as the disk does: bound it by a
    /// deadline of your own.
    public func isWritable() async -> Bool {
        let now = time.monotonicNow()
        if let last = lastCommit.withLock({ $0 }), last.duration(to: now) < .seconds(1) { return true }
        do {
            let at = time.wallNow().milliseconds
            try await pool.write { database in
                try database.execute(sql: "INSERT OR REPLACE INTO probe (id, at) VALUES (1, ?)", arguments: [at])
            }
            lastCommit.withLock { $0 = now }
            return true
        } catch {
            return false
        }
    }

    /// How many audit events there are; slow on a large store.
    public func eventCount() async throws(StoreFailure) -> Int {
        try await reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM audit_event") ?? 0 }
    }

    /// Refuses new records, writes those that wait, and closes the files.
    public func close() async throws(StoreFailure) {
        await photos.close()
        await writer.close()
        do {
            try pool.close()
        } catch {
            throw StoreFailure("cannot close the decision store: \(error)")
        }
    }

    /// A photo of a case: as uploaded, or its reduced rendering; `nil` when neither was kept.
    public func photo(digest: String) async throws(StoreFailure) -> [UInt8]? {
        let photos = photos
        return try await BlockingRead.run { () throws(StoreFailure) in try photos.content(of: digest) }
    }

    func reading<Value: Sendable>(_ body: @Sendable @escaping (Database) throws -> Value) async throws(StoreFailure) -> Value {
        do {
            return try await pool.read(body)
        } catch {
            throw StoreFailure("cannot read the decision store: \(error)")
        }
    }

    private static func openPool(_ configuration: StoreConfiguration) throws(StoreFailure) -> DatabasePool {
        var settings = Configuration()
        settings.label = "holster.store"
        settings.maximumReaderCount = max(1, configuration.readerLimit)
        settings.busyMode = .timeout(Double(configuration.busyTimeout.wholeMicroseconds) / 1_000_000)
        let path = configuration.folder + "/decisions.sqlite"
        do {
            let pool = try DatabasePool(path: path, configuration: settings)
            try pool.writeWithoutTransaction { database in
                // GRDB opens with NORMAL, under which a commit survives a crash of the process but not a power cut.
                // https://www.sqlite.org/pragma.html#pragma_synchronous
                try database.execute(sql: "PRAGMA synchronous = FULL")
                // The journal checkpoints between commits; this is the net below it. 32 MiB.
                try database.execute(sql: "PRAGMA wal_autocheckpoint = 8192")
                try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
            }
            try StoreSchema.migrator.migrate(pool)
            if let pageLimit = configuration.pageLimit {
                try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(pageLimit)") }
            }
            return pool
        } catch {
            throw StoreFailure("cannot open \(path): \(error)")
        }
    }
}

extension DecisionStore {
    /// How the writing connection is set, for tests.
    package func durabilityPragmas() async throws(StoreFailure) -> (journalMode: String, synchronous: Int) {
        do {
            return try await pool.writeWithoutTransaction { database in
                let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? ""
                return (mode, try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1)
            }
        } catch {
            throw StoreFailure("cannot read pragmas: \(error)")
        }
    }

    /// Keeps every other process's writer out while `body` runs, for tests.
    package func holdWriteLock(_ body: () async throws -> Void) async throws {
        let release = DispatchSemaphore(value: 0)
        await withCheckedContinuation { continuation in
            let entered = OneShot<Void> { continuation.resume() }
            pool.asyncWriteWithoutTransaction { database in
                try? database.inTransaction(.immediate) {
                    entered.fire(())
                    release.wait()
                    return .rollback
                }
                entered.fire(())
            }
        }
        defer { release.signal() }
        try await body()
    }
}
