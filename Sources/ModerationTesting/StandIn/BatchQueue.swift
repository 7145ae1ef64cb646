/// A model's queue as Triton's dynamic batcher keeps it: what waits, what runs, and what to run next.
///
/// A pure state machine on the caller's clock: every call returns what is to be done now. Requests run in the order in which they came. A
/// free instance takes as many of them as fit into one batch; requests of unlike shapes never share one, and one that does not fit ends the
/// batch before it. With a queue delay, a batch that could still grow waits until its oldest request has waited that long.
/// Source: Triton's "Dynamic Batcher" (docs/user_guide/model_configuration.md).
public struct BatchQueue: Sendable {
    public struct Settings: Sendable {
        public var maxBatchSize: Int
        /// Batches at once.
        public var instanceCount: Int
        public var maxQueueDelay: Duration
        /// Requests that wait; over it they are refused. Triton's own default is no bound.
        public var maxQueueSize: Int

        public init(maxBatchSize: Int, instanceCount: Int = 1, maxQueueDelay: Duration = .zero, maxQueueSize: Int = 4_096) {
            self.maxBatchSize = maxBatchSize
            self.instanceCount = instanceCount
            self.maxQueueDelay = maxQueueDelay
            self.maxQueueSize = maxQueueSize
        }
    }

    public struct Request: Sendable, Equatable {
        public var id: UInt64
        /// Rows of its tensors: 1 … `maxBatchSize`.
        public var rowCount: Int
        /// Only requests of equal shapes share a batch.
        public var shapes: [[Int64]]

        public init(id: UInt64, rowCount: Int = 1, shapes: [[Int64]] = []) {
            self.id = id
            self.rowCount = rowCount
            self.shapes = shapes
        }
    }

    public enum Action: Sendable, Equatable {
        /// Run these requests together, and call ``finish(at:)`` when they are done.
        case run(ids: [UInt64], rowCount: Int)
        /// Call ``wake(at:)`` then.
        case wait(until: ContinuousClock.Instant)
        /// The queue is full.
        case refuse(id: UInt64)
    }

    private let settings: Settings
    private var waiting: [(request: Request, arrival: ContinuousClock.Instant)] = []
    private var runningCount = 0

    public init(_ settings: Settings) { self.settings = settings }

    public mutating func arrive(_ request: Request, at now: ContinuousClock.Instant) -> [Action] {
        guard waiting.count < settings.maxQueueSize else { return [.refuse(id: request.id)] }
        waiting.append((request, now))
        return next(at: now)
    }

    /// A batch is done.
    public mutating func finish(at now: ContinuousClock.Instant) -> [Action] {
        runningCount = max(0, runningCount - 1)
        return next(at: now)
    }

    public mutating func wake(at now: ContinuousClock.Instant) -> [Action] { next(at: now) }

    private mutating func next(at now: ContinuousClock.Instant) -> [Action] {
        var actions: [Action] = []
        while runningCount < settings.instanceCount, let oldest = waiting.first {
            let batch = firstBatch()
            let due = oldest.arrival + settings.maxQueueDelay
            if batch.mayGrow, now < due { return actions + [.wait(until: due)] }
            actions.append(.run(ids: waiting.prefix(batch.requestCount).map(\.request.id), rowCount: batch.rowCount))
            waiting.removeFirst(batch.requestCount)
            runningCount += 1
        }
        return actions
    }

    /// The longest run of waiting requests, from the oldest on, that may share a batch.
    private func firstBatch() -> (requestCount: Int, rowCount: Int, mayGrow: Bool) {
        var requestCount = 0
        var rowCount = 0
        for (request, _) in waiting {
            let fits = rowCount + request.rowCount <= settings.maxBatchSize && request.shapes == waiting[0].request.shapes
            // One alone always runs, whatever its size: who hands requests in has checked them.
            guard fits || requestCount == 0 else { return (requestCount, rowCount, false) }
            requestCount += 1
            rowCount += request.rowCount
        }
        return (requestCount, rowCount, rowCount < settings.maxBatchSize)
    }
}
