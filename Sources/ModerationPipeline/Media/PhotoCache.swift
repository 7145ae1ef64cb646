import MediaInput
import Metrics
import ModerationCore
import Reactor
import Synchronization

/// Reads each photo once: whoever asks for bytes that are being read waits for that one job, and what was read is kept for a while.
///
/// * Under way: one job on the worker pool for each different photo, however many wait for it. Each waits as long as it likes: one that
///   gives up takes nothing from the others. A job that nobody waits for when its turn comes is dropped; one that began is finished and
///   kept. At most as many as the pool holds, queue and threads, and the checks that are just asking.
/// * Kept: pixels, fingerprints or the reason why a photo cannot be read, within `byteLimit` bytes (``ScanResistantStore`` says what leaves
///   when it is full). ``PhotoError/libraryFailure(_:)`` and a refusal by the full pool say nothing about the photo: those who wait are
///   told, and the next one to ask tries again.
package final class PhotoCache: Sendable {
    package typealias Outcome = Result<ReadPhoto, PhotoError>
    /// Heavy and synchronous; called on the pool only. The second value is the SHA-256 of the first.
    package typealias Reading = @Sendable (ArraySlice<UInt8>, String) -> Outcome
    package typealias Waiter = @Sendable (PhotoDelivery) -> Void

    /// What one kept photo counts for: its pixels, and a kilobyte for key, fingerprints, texts and bookkeeping.
    package static let photoByteCount = PixelBuffer.byteCount + 1_024
    package static let failureByteCount = 1_024
    /// A key remembered after its photo left; some 200 bytes each.
    package static let rememberedLimit = 4_096

    private struct Flight {
        var waiters: [UInt64: (deliver: Waiter, origin: PhotoOrigin)] = [:]
        /// How often it was asked for after the first time.
        var shareCount = 0
    }

    private struct State {
        var kept: ScanResistantStore<PhotoCacheKey, Outcome>
        var flights: [PhotoCacheKey: Flight] = [:]
        var nextWaiter: UInt64 = 0

        mutating func step(for key: PhotoCacheKey, _ deliver: @escaping Waiter) -> Step {
            if let outcome = kept.value(for: key) { return .kept(outcome) }
            nextWaiter &+= 1
            let ticket = PhotoTicket(key: key, waiter: nextWaiter)
            guard flights[key] != nil else {
                flights[key] = Flight(waiters: [nextWaiter: (deliver, .decoded)])
                return .begun(ticket)
            }
            flights[key]?.waiters[nextWaiter] = (deliver, .shared)
            flights[key]?.shareCount += 1
            return .joined(ticket)
        }
    }

    private enum Step {
        case kept(Outcome)
        case joined(PhotoTicket)
        case begun(PhotoTicket)
    }

    private let reading: Reading
    private let pool: WorkerPool
    private let metrics: PhotoCacheMetrics
    private let state: Mutex<State>

    /// `byteLimit` 0 keeps nothing; photos under way are shared all the same.
    package init(
        byteLimit: Int,
        pool: WorkerPool,
        metricsFactory: any MetricsFactory,
        reading: @escaping Reading
    ) {
        self.reading = reading
        self.pool = pool
        metrics = PhotoCacheMetrics(factory: metricsFactory)
        state = Mutex(State(kept: ScanResistantStore(byteLimit: byteLimit, rememberedLimit: Self.rememberedLimit)))
    }

    package convenience init(byteLimit: Int, reader: PhotoReader, pool: WorkerPool, metricsFactory: any MetricsFactory) {
        self.init(byteLimit: byteLimit, pool: pool, metricsFactory: metricsFactory) {
            content,
            sha256 in
            do throws(PhotoError) { return .success(try reader.read(content, sha256: sha256)) } catch { return .failure(error) }
        }
    }

    /// Asks for a photo. `deliver` is called once, on a pool thread or before this returns, unless the ticket is withdrawn in time; it must be
    /// quick. `nil` when the photo was kept, and `deliver` called with it. Never blocks. `sha256` is that of `photo`'s bytes.
    package func request(_ photo: Photo, sha256: String, deliver: @escaping Waiter) -> PhotoTicket? {
        let key = PhotoCacheKey(sha256: sha256, byteCount: photo.content.count)
        switch state.withLock({ $0.step(for: key, deliver) }) {
        case .kept(let outcome):
            metrics.hits.increment()
            deliver(.ended(outcome, .kept))
            return nil
        case .joined(let ticket):
            metrics.shares.increment()
            return ticket
        case .begun(let ticket):
            metrics.misses.increment()
            begin(key, photo.content)
            return ticket
        }
    }

    /// Waits no longer; harmless when the photo was delivered already.
    package func withdraw(_ ticket: PhotoTicket) {
        // The flight stays, though nobody may be left: its job stands in the pool's queue, and who asks next takes that place.
        _ = state.withLock { $0.flights[ticket.key]?.waiters.removeValue(forKey: ticket.waiter) }
    }

    /// Different photos under way, photos kept, and the bytes these count for.
    package var load: (flightCount: Int, keptCount: Int, byteCount: Int) {
        state.withLock { ($0.flights.count, $0.kept.count, $0.kept.byteCount) }
    }

    private func begin(_ key: PhotoCacheKey, _ content: ArraySlice<UInt8>) {
        do throws(WorkerPoolFull) {
            try pool.offer { [self] in
                guard isWanted(key) else { return }
                finish(key, reading(content, key.sha256))
            }
        } catch {
            let flight = state.withLock { $0.flights.removeValue(forKey: key) }
            for waiter in (flight?.waiters ?? [:]).values { waiter.deliver(.refused(error)) }
        }
    }

    /// False, and the flight forgotten, where all who waited gave up before the job's turn came.
    private func isWanted(_ key: PhotoCacheKey) -> Bool {
        state.withLock { state in
            guard let flight = state.flights[key] else { return false }
            if flight.waiters.isEmpty { state.flights[key] = nil }
            return !flight.waiters.isEmpty
        }
    }

    private func finish(_ key: PhotoCacheKey, _ outcome: Outcome) {
        let (flight, evicted, growth) = state.withLock { state -> (Flight?, [Outcome], Int) in
            let flight = state.flights.removeValue(forKey: key)
            guard let size = Self.keptByteCount(of: outcome) else { return (flight, [], 0) }
            let before = state.kept.byteCount
            let evicted = state.kept.insert(outcome, for: key, byteCount: size, useCount: flight?.shareCount ?? 0)
            return (flight, evicted, state.kept.byteCount - before)
        }
        for waiter in (flight?.waiters ?? [:]).values { waiter.deliver(.ended(outcome, waiter.origin)) }
        metrics.evictions.increment(by: evicted.count)
        metrics.bytes.increment(by: Double(growth))
    }

    /// `nil` for what says nothing about the photo.
    private static func keptByteCount(of outcome: Outcome) -> Int? {
        switch outcome {
        case .success: photoByteCount
        case .failure(.libraryFailure): nil
        case .failure: failureByteCount
        }
    }
}
