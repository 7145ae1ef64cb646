public import ModerationCore
internal import Synchronization

/// Keeps in-memory banks equal to Redis: loads each bank's snapshot, then follows the logs.
///
/// It waits for news of the logs for up to ``blockTime``, applies them, and once a ``blockTime`` discovers banks and compares each bank's meta
/// hash. Snapshots are loaded beside that, each on a thread of its own, so the other banks' logs are followed meanwhile. Changes are in the
/// sink within a round trip, new banks within about ``blockTime``. Needs a client of its own, as XREAD occupies its connection, best on a loop
/// of its own, as replies are copied on the loop. While Redis is away the banks stay as they are.
public final class RedisBankFollower: Sendable {
    /// How long one XREAD waits for news.
    static let blockTime: Duration = .milliseconds(200)
    /// Between two looks at the logs while a snapshot is loaded over the same connection, which XREAD may not block then.
    private static let loadingPause: Duration = .milliseconds(10)
    private static let commandTimeout: Duration = .seconds(2)
    /// Scan steps at the start, of 10,000 keys each; then one of 1,000 each round. The registry finds every bank that
    /// ``RedisBankStore`` made at once.
    private static let firstScanSteps = 64

    private let client: RedisClient
    private let reader: RedisBankReader
    private let sink: any BankChangeSink
    private let now: @Sendable () -> ContinuousClock.Instant
    private let resuming: [BankMetadata]
    private let board = Mutex(BankFollowerStatus())
    private let finishedLoads = Mutex<[(BankKeys, BankLoad.Outcome)]>([])
    private let thread = FollowerThread()

    /// `resuming`: banks that are in the sink already, from a snapshot of this machine; their logs are followed on from their epochs, or
    /// they are loaded anew where Redis's history is another.
    public init(client: RedisClient, sink: any BankChangeSink, time: TimeSource, resuming: [BankMetadata] = []) {
        self.client = client
        reader = RedisBankReader(client: client)
        self.sink = sink
        now = time.monotonicNow
        self.resuming = resuming
    }

    public var status: BankFollowerStatus {
        var status = board.withLock { $0 }
        status.isConnected = client.isConnected
        return status
    }

    /// Follows until the task is cancelled. Call it once.
    public func run() async {
        await withTaskExecutorPreference(thread) {
            await withDiscardingTaskGroup { loads in
                var state = FollowerState(nextComparison: now())
                for metadata in resuming { state.banks[metadata.name] = FollowedBank(metadata: metadata) }
                while !Task.isCancelled {
                    let isConnected = await round(&state, &loads)
                    if !isConnected { try? await Task.sleep(for: .milliseconds(50)) }
                }
            }
        }
    }

    /// What a run knows; local to it, so no lock.
    private struct FollowerState {
        /// By name.
        var banks: [String: FollowedBank] = [:]
        var queue = BankLoadQueue()
        var readSize = LogReadSize()
        var cursor = "0"
        var hasScanned = false
        var nextComparison: ContinuousClock.Instant
        /// The last comparison, until the logs have brought what it expects.
        var comparison: Comparison?
        /// Banks that were there at the start and are not loaded yet; `nil` before the first comparison.
        var firstLoads: Set<String>?
    }

    private var deadline: Deadline { .after(Self.commandTimeout, from: now()) }

    /// False when Redis did not answer.
    private func round(_ state: inout FollowerState, _ loads: inout DiscardingTaskGroup) async -> Bool {
        takeFinishedLoads(&state)
        guard client.isConnected else { return false }
        do throws(RedisFailure) {
            if now() >= state.nextComparison {
                let began = now()
                state.comparison = try await compare(&state, began)
                state.nextComparison = began + Self.blockTime
                confirm(&state)
            }
            start(&loads, &state)
            try await readLogs(&state)
            // Under constant change no comparison finds all equal; but by now the logs have brought what the meta hashes announced.
            confirm(&state)
            return true
        } catch {
            // The next round starts from what is known; a half-loaded snapshot never reached the sink.
            state.readSize.failed()
            return false
        }
    }

    private func confirm(_ state: inout FollowerState) {
        guard var comparison = state.comparison else { return }
        let fresh = comparison.takeFresh { name, epoch in
            !state.queue.holds(name) && state.banks[name].map { $0.epoch >= epoch } ?? false
        }
        if !fresh.isEmpty { sink.confirmFresh(at: comparison.began, banks: fresh) }
        let isDone = comparison.expected.isEmpty
        if isDone, comparison.missing.isEmpty, state.queue.isIdle { board.withLock { $0.lastFresh = comparison.began } }
        state.comparison = isDone ? nil : comparison
    }

    // MARK: Discovery and comparison

    private func discover(_ state: inout FollowerState) async throws(RedisFailure) -> [BankKeys] {
        var found: [String: BankKeys] = [:]
        for keys in try await reader.names(deadline: deadline) { found[keys.name] = keys }
        for name in state.banks.keys { found[name] = BankKeys(name: name) }
        var steps = state.hasScanned ? 1 : Self.firstScanSteps
        repeat {
            let step = try await reader.scan(cursor: state.cursor, count: state.hasScanned ? 1_000 : 10_000, deadline: deadline)
            for keys in step.banks { found[keys.name] = keys }
            state.cursor = step.cursor
            steps -= 1
        } while state.cursor != "0" && steps > 0
        state.hasScanned = true
        return found.values.sorted { $0.name < $1.name }
    }

    private struct Comparison {
        let began: ContinuousClock.Instant
        /// Epochs that the meta hashes announced, by name; a bank equals Redis when it has reached its own. Each is asked for itself, so that one
        /// that cannot be read makes no other one stale.
        var expected: [String: Int64] = [:]
        /// Banks that are not in Redis.
        var missing: [String] = []

        /// The banks that `isReached` says have got there, once each.
        mutating func takeFresh(_ isReached: (_ name: String, _ epoch: Int64) -> Bool) -> Set<String> {
            let fresh = expected.filter { isReached($0.key, $0.value) }
            for name in fresh.keys { expected[name] = nil }
            return Set(fresh.keys)
        }
    }

    private func compare(
        _ state: inout FollowerState,
        _ began: ContinuousClock.Instant
    ) async throws(RedisFailure) -> Comparison {
        let names = try await discover(&state).filter { !state.queue.holds($0.name) }
        let metas = try await reader.metas(names, deadline: deadline)
        var comparison = Comparison(began: began)
        for (keys, meta) in zip(names, metas) {
            var found: BankMetaDocument?
            switch meta {
            case .found(let document): found = document
            case .absent: break
            case .malformed: count(malformed: 1)
            }
            guard var bank = state.banks[keys.name] else {
                if case .bank = found { state.queue.want(keys.name) }
                continue
            }
            let step = bank.compare(with: found)
            state.banks[keys.name] = bank
            switch step {
            case .current, .read:
                if case .bank(let metadata) = found { comparison.expected[keys.name] = metadata.epoch }
            case .reload: state.queue.want(keys.name)
            case .drop: drop(keys, &state)
            case .keep: comparison.missing.append(keys.name)
            }
        }
        if state.firstLoads == nil { state.firstLoads = Set(state.queue.names) }
        report(state, missing: comparison.missing)
        return comparison
    }

    private func report(_ state: FollowerState, missing: [String]? = nil) {
        board.withLock { status in
            if let missing { status.missingBanks = missing }
            status.loadingBanks = state.queue.names
            if state.firstLoads?.isEmpty == true { status.hasLoadedOnce = true }
        }
    }

    private func drop(_ keys: BankKeys, _ state: inout FollowerState) {
        state.banks[keys.name] = nil
        state.queue.forget(keys.name)
        sink.drop(bank: keys.name)
    }

    // MARK: Snapshots

    private func start(_ loads: inout DiscardingTaskGroup, _ state: inout FollowerState) {
        for name in state.queue.start(at: now()) {
            guard let keys = BankKeys(name: name) else { continue }
            let load = BankLoad(reader: reader, sink: sink, timeout: Self.commandTimeout, now: now)
            loads.addTask(executorPreference: FollowerThread()) {
                let outcome = await load.run(keys)
                self.finishedLoads.withLock { $0.append((keys, outcome)) }
            }
        }
    }

    private func takeFinishedLoads(_ state: inout FollowerState) {
        let finished = finishedLoads.withLock { finished in
            defer { finished = [] }
            return finished
        }
        for (keys, outcome) in finished {
            state.firstLoads?.remove(keys.name)
            switch outcome {
            case .loaded(let metadata, let malformedCount):
                var bank = FollowedBank(metadata: metadata)
                // A message that is still ahead belongs to no change.
                let position = state.queue.succeeded(keys.name)
                if position > UInt64(clamping: metadata.epoch) { bank.skipLog(to: position) }
                state.banks[keys.name] = bank
                count(malformed: malformedCount)
                board.withLock { $0.snapshotCount += 1 }
            case .gone:
                // What is in memory of it stays, until a tombstone is read.
                state.queue.forget(keys.name)
            case .refused:
                count(malformed: 1)
                state.queue.failed(keys.name, at: now())
            case .failed:
                state.queue.failed(keys.name, at: now())
            }
            state.nextComparison = now()
        }
        if !finished.isEmpty { report(state) }
    }

    // MARK: Logs

    private func readLogs(_ state: inout FollowerState) async throws(RedisFailure) {
        let banks = state.banks.keys.filter { !state.queue.holds($0) }.sorted().compactMap { BankKeys(name: $0) }
        let isLoading = !state.queue.loading.isEmpty
        let pause = isLoading ? Self.loadingPause : min(Self.blockTime, now().duration(to: state.nextComparison))
        let milliseconds = pause.wholeMicroseconds / 1_000
        guard milliseconds > 0 else { return }
        guard !banks.isEmpty else {
            try? await Task.sleep(for: pause)
            return
        }
        let block = isLoading ? [] : ["BLOCK", String(milliseconds)]
        let positions = banks.map { "\(state.banks[$0.name]?.readFrom ?? 0)-\(UInt64.max)" }
        let reply: RedisReply
        do throws(RedisFailure) {
            let head = ["XREAD", "COUNT", String(state.readSize.count)] + block + ["STREAMS"]
            reply = try await client.send(RedisCommand(strings: head + banks.map(\.log) + positions), deadline: deadline)
        } catch .refused {
            // One log key holds another type, and XREAD refuses them all: look at each bank's meta hash instead.
            count(malformed: 1)
            try? await Task.sleep(for: pause)
            return
        }
        if isLoading && reply == .null { try? await Task.sleep(for: pause) }
        take(reply, banks, &state)
    }

    private func take(_ reply: RedisReply, _ banks: [BankKeys], _ state: inout FollowerState) {
        var messageCount = 0
        for stream in reply.elements ?? [] {
            guard let pair = stream.elements, pair.count == 2, let messages = pair[1].elements,
                let keys = banks.first(where: { $0.log == pair[0].text })
            else {
                count(malformed: 1)
                continue
            }
            messageCount += messages.count
            take(messages, keys, &state)
        }
        let extent = reply.extent
        state.readSize.took(messageCount: messageCount, byteCount: extent.byteCount, elementCount: extent.elementCount)
    }

    private func take(_ messages: [RedisReply], _ keys: BankKeys, _ state: inout FollowerState) {
        for reply in messages {
            guard var bank = state.banks[keys.name] else { return }
            guard let (number, message) = BankLogMessage.parse(reply, bank: bank.metadata) else {
                count(malformed: 1)
                continue
            }
            let effect = bank.take(message, number: number)
            state.banks[keys.name] = bank
            switch effect {
            case .apply(let change, let epoch):
                sink.apply(change, toBank: keys.name, epoch: epoch)
                sink.keep(stamp: bank.metadata.stamp, bank: keys.name, epoch: epoch)
                count(malformed: message.malformedCount)
                board.withLock { $0.changeCount += 1 }
            case .skip: count(malformed: 1)
            case .ignore: break
            case .drop: drop(keys, &state)
            case .reload:
                if case .malformed = message.content { count(malformed: 1) }
                state.queue.want(keys.name, position: number)
                return
            }
        }
    }

    private func count(malformed: Int) {
        if malformed > 0 { board.withLock { $0.malformedCount += malformed } }
    }
}
