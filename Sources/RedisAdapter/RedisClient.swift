public import ModerationCore
public import Reactor

/// Redis over one pipelined connection that reconnects by itself: commands of all callers share it, in order.
///
/// While there is no working connection a command fails at once, so an absent Redis never delays a verdict; a stalled one costs
/// each call its deadline, for at most ``RedisConfiguration/stallTimeout``. Call ``close()`` before the loop's group shuts down.
public final class RedisClient: Sendable {
    private let loop: EventLoop
    private let connection: RedisConnection
    private let gate: ConnectionGate

    /// Begins to connect.
    public init(_ configuration: RedisConfiguration, loop: EventLoop) {
        self.loop = loop
        gate = ConnectionGate(limit: configuration.commandLimit)
        connection = RedisConnection(configuration: configuration, loop: loop, gate: gate)
        loop.execute { [connection] in connection.connect() }
    }

    /// Redis answered a PING on this connection, which has not broken since.
    public var isConnected: Bool { gate.isReady }

    /// Which connection this is, counted from 1: what was begun on one must not be continued on the next, behind which another Redis may be.
    package var connectionNumber: Int { gate.connectionNumber }

    /// Sends a command and waits for its reply, at most until the deadline.
    public func send(_ command: RedisCommand, deadline: Deadline) async throws(RedisFailure) -> RedisReply {
        try gate.enter()
        defer { gate.leave() }
        let result: Result<RedisReply, RedisFailure> = await withCheckedContinuation { continuation in
            let isTaken = loop.execute { [connection] in
                connection.submit(command, deadline: deadline.instant) { continuation.resume(returning: $0) }
            }
            // The loop has stopped: nobody will answer.
            if !isTaken { continuation.resume(returning: .failure(.notConnected)) }
        }
        return try result.get()
    }

    /// Sends a command and returns while it is under way: commands begun one after the other by one task reach Redis in that order.
    package func begin(_ command: RedisCommand, deadline: Deadline) throws(RedisFailure) -> RedisReplyPromise {
        try gate.enter()
        let promise = RedisReplyPromise()
        let isTaken = loop.execute { [connection, gate] in
            connection.submit(command, deadline: deadline.instant) { result in
                gate.leave()
                promise.settle(result)
            }
        }
        if !isTaken {
            gate.leave()
            promise.settle(.failure(.notConnected))
        }
        return promise
    }

    /// Sends commands in one go and waits for all their replies, in their order; a command that Redis refuses fails alone.
    package func send(
        _ commands: [RedisCommand],
        deadline: Deadline
    ) async throws(RedisFailure) -> [Result<RedisReply, RedisFailure>] {
        var replies: [Result<RedisReply, RedisFailure>] = []
        replies.reserveCapacity(commands.count)
        // Far below the limit of commands under way, which others may share.
        for start in stride(from: 0, to: commands.count, by: Self.pipelineDepth) {
            var promises: [RedisReplyPromise] = []
            for command in commands[start..<min(start + Self.pipelineDepth, commands.count)] {
                promises.append(try begin(command, deadline: deadline))
            }
            for promise in promises {
                do throws(RedisFailure) {
                    replies.append(.success(try await promise.value()))
                } catch {
                    guard case .refused = error else { throw error }
                    replies.append(.failure(error))
                }
            }
        }
        return replies
    }

    private static let pipelineDepth = 128

    /// Whether Redis answers now.
    public func isReachable(deadline: Deadline) async -> Bool {
        do throws(RedisFailure) {
            return try await send(RedisCommand("PING"), deadline: deadline) == .status("PONG")
        } catch {
            return false
        }
    }

    /// Fails what is under way and gives the socket back.
    public func close() async {
        await withCheckedContinuation { continuation in
            let isTaken = loop.execute { [connection] in
                connection.close()
                continuation.resume()
            }
            if !isTaken { continuation.resume() }
        }
    }
}
