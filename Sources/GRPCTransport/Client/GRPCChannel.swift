public import HTTP2Transport
public import Reactor
internal import Synchronization

/// A client's way to one server: a few connections that are made when first needed, kept alive and replaced when they die.
///
/// Safe from any thread. A call goes to the connection with the fewest outstanding calls; where one on the caller's own event loop is
/// about as free, that one spares two thread hand-offs.
public final class GRPCChannel: Sendable {
    private let configuration: Configuration
    private let authority: String
    private let slots: [ChannelSlot]
    private let pendingCallCount = Atomic<Int>(0)

    /// How many more calls the connection of the caller's own loop may carry and still be chosen.
    private static let ownLoopAdvantage = 4

    /// Connects nothing yet.
    public init(endpoint: SocketEndpoint, configuration: Configuration = .init(), eventLoops: EventLoopGroup) {
        self.configuration = configuration
        if case .unix = endpoint { authority = "localhost" } else { authority = endpoint.description }
        slots = (0..<min(8, max(1, configuration.connectionCount))).map { _ in
            ChannelSlot(endpoint: endpoint, configuration: configuration, loop: eventLoops.next())
        }
    }

    deinit { close() }

    /// One request, one answer.
    ///
    /// Throws DEADLINE_EXCEEDED when the deadline passes (the stream is reset), CANCELLED when the task is cancelled, UNAVAILABLE when no
    /// connection can be had, RESOURCE_EXHAUSTED over the size limits or `maxPendingCalls`, and whatever status the server sent.
    public func unary(
        _ path: String,
        _ request: GRPCMessage,
        metadata: GRPCMetadata = .init(),
        deadline: ContinuousClock.Instant?
    ) async throws(GRPCStatus) -> GRPCUnaryResponse {
        if let deadline, deadline <= .now { throw GRPCStatus(.deadlineExceeded, "the deadline had passed before the call") }
        let byteCount = request.byteCount
        guard byteCount <= configuration.maxSendMessageByteCount, let prefix = MessageDeframer.prefix(byteCount: byteCount) else {
            let limit = configuration.maxSendMessageByteCount
            throw GRPCStatus(.resourceExhausted, "request of \(byteCount) bytes is over the limit of \(limit) bytes")
        }
        guard path.hasPrefix("/"), path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw GRPCStatus(.internalError, "not a method path: \(path)")
        }
        defer { pendingCallCount.wrappingSubtract(1, ordering: .relaxed) }
        guard pendingCallCount.wrappingAdd(1, ordering: .relaxed).newValue <= configuration.maxPendingCalls else {
            throw GRPCStatus(.resourceExhausted, "\(configuration.maxPendingCalls) calls are outstanding on this channel")
        }
        let slot = pick()
        defer { slot.outstanding.wrappingSubtract(1, ordering: .relaxed) }
        let call = ClientCall(
            path: path,
            authority: authority,
            metadata: metadata,
            deadline: deadline,
            segments: [prefix[...]] + request.segments,
            messageLimit: configuration.maxReceiveMessageByteCount,
            slot: slot
        )
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isAccepted = Self.onLoop(slot.loop) { call.start { continuation.resume(returning: $0) } }
                if !isAccepted {
                    continuation.resume(returning: .failure(GRPCStatus(.unavailable, "the event loops have stopped")))
                }
            }
        } onCancel: {
            slot.loop.execute { call.cancel() }
        }
        return try outcome.get()
    }

    /// Ends every call with UNAVAILABLE and closes the connections; later calls fail at once.
    public func close() {
        for slot in slots { slot.loop.execute { slot.close() } }
    }

    /// The slot with the fewest outstanding calls, already counted in.
    private func pick() -> ChannelSlot {
        var best = slots[0]
        var fewest = Int.max
        for slot in slots {
            var load = slot.outstanding.load(ordering: .relaxed)
            if slot.isFailing.load(ordering: .relaxed) { load += 1 << 20 }
            if slot.loop.isCurrent { load -= Self.ownLoopAdvantage }
            if load < fewest {
                fewest = load
                best = slot
            }
        }
        best.outstanding.wrappingAdd(1, ordering: .relaxed)
        return best
    }

    private static func onLoop(_ loop: EventLoop, _ body: @escaping @Sendable () -> Void) -> Bool {
        guard loop.isCurrent else { return loop.execute(body) }
        body()
        return true
    }
}
