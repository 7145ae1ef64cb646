public import ModerationCore
internal import Synchronization

/// Keeps in-memory banks equal to Redis: loads each bank's snapshot, then follows the logs.
///
/// A round: discover banks, compare each bank's meta hash, read what the logs have (waiting up to ``blockTime`` for news). Changes are in the sink within a
/// round trip, new banks within about ``blockTime``. Needs a client of its own, as XREAD occupies its connection, best on a loop of its own, as replies are copied on the loop. While Redis is away the banks stay as they are.
public final class RedisBankFollower: Sendable {
    /// How long one XREAD waits for news.
    static let blockTime: Duration = .milliseconds(200)
    private static let commandTimeout: Duration = .seconds(2)
    /// Scan steps at the start, of 10,000 keys each; then one of 1,000 each round. The registry finds every bank that ``RedisBankStore`` made at once.
    private static let firstScanSteps = 64

    private let client: RedisClient
    private let reader: RedisBankReader
    private let sink: any BankChangeSink
    private let now: @Sendable () -> ContinuousClock.Instant
    private let board = Mutex(BankFollowerStatus())
    private let thread = FollowerThread()

    public init(client: RedisClient, sink: any BankChangeSink, time: TimeSource) {
        self.client = client
        reader = RedisBankReader(client: client)
        self.sink = sink
        now = time.monotonicNow
    }

    public var status: BankFollowerStatus {
        var status = board.withLock { $0 }
        status.isConnected = client.isConnected
        return status
    }

    /// Follows until the task is cancelled. Call it once.
    public func run() async {
        await withTaskExecutorPreference(thread) {
            var state = FollowerState()
            while !Task.isCancelled {
                let isConnected = await round(&state)
                if !isConnected { try? await Task.sleep(for: .milliseconds(50)) }
            }
        }
    }

    /// What a run knows; local to it, so no lock.
    private struct FollowerState {
        /// By name.
        var banks: [String: FollowedBank] = [:]
        var cursor = "0"
        var hasScanned = false
        /// Banks whose snapshot broke the connection or took too long wait a little, so that one of them cannot hold up the others for ever.
        var suspended: [String: ContinuousClock.Instant] = [:]
    }

    private var deadline: Deadline { .after(Self.commandTimeout, from: now()) }

    /// False when Redis did not answer.
    private func round(_ state: inout FollowerState) async -> Bool {
        guard client.isConnected else { return false }
        do throws(RedisFailure) {
            let names = try await discover(&state)
            let began = now()
            var comparison = try await compare(names, &state)
            board.withLock { $0.hasLoadedOnce = true }
            if comparison.isEqual(state.banks) {
                confirm(began)
                comparison.isConfirmed = true
            }
            try await readLogs(&state)
            // Under constant change no round begins equal; but by now the logs have brought what the meta hashes announced.
            if !comparison.isConfirmed && comparison.isEqual(state.banks) { confirm(began) }
            return true
        } catch {
            // The next round starts from what is known; a half-loaded snapshot never reached the sink.
            return false
        }
    }

    private func confirm(_ instant: ContinuousClock.Instant) {
        sink.confirmFresh(at: instant)
        board.withLock { $0.lastFresh = instant }
    }

    // MARK: Discovery

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

    // MARK: Comparing

    private struct Comparison {
        /// Epochs that the meta hashes announced and the logs have yet to bring, by name.
        var announced: [String: Int64] = [:]
        /// A bank is not in Redis, or could not be loaded.
        var hasFailed = false
        var isConfirmed = false

        func isEqual(_ banks: [String: FollowedBank]) -> Bool {
            !hasFailed && announced.allSatisfy { name, epoch in banks[name].map { $0.epoch >= epoch } ?? true }
        }
    }

    private func compare(_ names: [BankKeys], _ state: inout FollowerState) async throws(RedisFailure) -> Comparison {
        var comparison = Comparison()
        var missing: [String] = []
        for keys in names {
            if let end = state.suspended[keys.name], now() < end {
                comparison.hasFailed = true
                continue
            }
            var found: BankMetaDocument?
            switch try await reader.meta(keys, deadline: deadline) {
            case .found(let document): found = document
            case .absent: break
            case .malformed: count(malformed: 1)
            }
            guard var bank = state.banks[keys.name] else {
                if case .bank = found, try await !load(keys, &state) { comparison.hasFailed = true }
                continue
            }
            let step = bank.compare(with: found)
            state.banks[keys.name] = bank
            switch step {
            case .current: break
            case .read:
                if case .bank(let metadata) = found { comparison.announced[keys.name] = metadata.epoch }
            case .reload:
                if try await !load(keys, &state) { comparison.hasFailed = true }
            case .drop: drop(keys, &state)
            case .keep:
                missing.append(keys.name)
                comparison.hasFailed = true
            }
        }
        board.withLock { $0.missingBanks = missing }
        return comparison
    }

    private func drop(_ keys: BankKeys, _ state: inout FollowerState) {
        state.banks[keys.name] = nil
        sink.drop(bank: keys.name)
    }

    /// Loads a snapshot: the entries as of the meta hash's epoch or later. What changed while they were read is in the log after that epoch, and putting or
    /// removing twice is harmless. True when nothing changed meanwhile.
    private func load(_ keys: BankKeys, _ state: inout FollowerState) async throws(RedisFailure) -> Bool {
        guard case .found(.bank(let metadata)) = try await reader.meta(keys, deadline: deadline) else { return false }
        let snapshot: (entries: [BankEntry], malformedCount: Int)
        do throws(RedisFailure) {
            snapshot = try await readSnapshot(keys, metadata.fingerprintKind)
        } catch .refused {
            // The entries key holds another type: count it and keep the other banks going.
            count(malformed: 1)
            return false
        } catch {
            state.suspended[keys.name] = now().advanced(by: .seconds(2))
            throw error
        }
        state.suspended[keys.name] = nil
        sink.replace(metadata, entries: snapshot.entries)
        state.banks[keys.name] = FollowedBank(metadata: metadata)
        count(malformed: snapshot.malformedCount)
        board.withLock { $0.snapshotCount += 1 }
        return try await reader.meta(keys, deadline: deadline) == .found(.bank(metadata))
    }

    private func readSnapshot(
        _ keys: BankKeys,
        _ kind: FingerprintKind
    ) async throws(RedisFailure) -> (entries: [BankEntry], malformedCount: Int) {
        // HSCAN may give an entry twice.
        var byID: [String: BankEntry] = [:]
        var malformedCount = 0
        var cursor = "0"
        repeat {
            let step = try await reader.entries(keys, kind: kind, cursor: cursor, deadline: deadline)
            for entry in step.entries { byID[entry.id] = entry }
            malformedCount += step.malformedCount
            cursor = step.cursor
        } while cursor != "0"
        return (Array(byID.values), malformedCount)
    }

    // MARK: Logs

    private func readLogs(_ state: inout FollowerState) async throws(RedisFailure) {
        let banks = state.banks.keys.sorted().compactMap { BankKeys(name: $0) }
        guard !banks.isEmpty else {
            try? await Task.sleep(for: Self.blockTime)
            return
        }
        let milliseconds = String(Self.blockTime.wholeMicroseconds / 1_000)
        let head = ["XREAD", "COUNT", "500", "BLOCK", milliseconds, "STREAMS"]
        let positions = banks.map { "\(state.banks[$0.name]?.readFrom ?? 0)-\(UInt64.max)" }
        let reply: RedisReply
        do throws(RedisFailure) {
            reply = try await client.send(RedisCommand(strings: head + banks.map(\.log) + positions), deadline: deadline)
        } catch .refused {
            // One log key holds another type, and XREAD refuses them all: look at each bank's meta hash instead.
            count(malformed: 1)
            try? await Task.sleep(for: Self.blockTime)
            return
        }
        for stream in reply.elements ?? [] {
            guard let pair = stream.elements, pair.count == 2, let messages = pair[1].elements,
                let keys = banks.first(where: { $0.log == pair[0].text })
            else {
                count(malformed: 1)
                continue
            }
            try await take(messages, keys, &state)
        }
    }

    private func take(_ messages: [RedisReply], _ keys: BankKeys, _ state: inout FollowerState) async throws(RedisFailure) {
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
                board.withLock { $0.changeCount += 1 }
            case .skip: count(malformed: 1)
            case .ignore: break
            case .drop: drop(keys, &state)
            case .reload:
                if case .malformed = message { count(malformed: 1) }
                _ = try await load(keys, &state)
                let loaded = state.banks[keys.name]?.epoch ?? 0
                if number > UInt64(clamping: loaded) { state.banks[keys.name]?.skipLog(to: number) }
                return
            }
        }
    }

    private func count(malformed: Int) {
        if malformed > 0 { board.withLock { $0.malformedCount += malformed } }
    }
}
