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
    public convenience init(endpoint: SocketEndpoint, configuration: Configuration = .init(), eventLoops: EventLoopGroup) {
        self.init(target: .endpoint(endpoint), configuration: configuration, eventLoops: eventLoops)
    }

    /// Reaches a server of the same process through socket pairs: everything is as over a network, but for the network.
    public convenience init(inProcess server: GRPCServer, configuration: Configuration = .init(), eventLoops: EventLoopGroup) {
        self.init(target: .inProcess(server), configuration: configuration, eventLoops: eventLoops)
    }

    private init(target: ChannelTarget, configuration: Configuration, eventLoops: EventLoopGroup) {
        self.configuration = configuration
        authority = target.authority
        slots = (0..<min(8, max(1, configuration.connectionCount))).map { _ in
            ChannelSlot(target: target, configuration: configuration, loop: eventLoops.next())
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
        deadline: ContinuousClock.Instant?,
        options: GRPCCallOptions = .init()
    ) async throws(GRPCStatus) -> GRPCUnaryResponse {
        var request = request
        let byteCount = request.byteCount
        let limit = options.maxSendMessageByteCount ?? configuration.maxSendMessageByteCount
        guard byteCount <= limit else {
            throw GRPCStatus(.resourceExhausted, "request of \(byteCount) bytes is over the limit of \(limit) bytes")
        }
        let isCompressed = options.compression == .gzip
        if isCompressed { request = try await CompressionWork.compressed(request) }
        guard let pieces = request.pieces(isCompressed: isCompressed) else {
            throw GRPCStatus(.resourceExhausted, "request of \(byteCount) bytes is longer than gRPC can say")
        }
        let call = try open(.unary, path, pieces, metadata, deadline, options)
        defer { leave(call.slot) }
        let slot = call.slot
        let outcome: Result<ClientCall.Answer, GRPCStatus> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isAccepted = Self.onLoop(slot.loop) { call.start { continuation.resume(returning: $0) } }
                if !isAccepted {
                    continuation.resume(returning: .failure(GRPCStatus(.unavailable, "the event loops have stopped")))
                }
            }
        } onCancel: {
            slot.loop.execute { call.cancel() }
        }
        let answer = try outcome.get()
        guard let message = answer.message else { throw GRPCStatus(.unimplemented, "a unary call brings one message, none came") }
        return GRPCUnaryResponse(
            message: try await CompressionWork.plain(message, limit: receiveLimit(options)),
            initialMetadata: answer.initialMetadata,
            trailingMetadata: answer.trailingMetadata
        )
    }

    /// Opens a call that streams in one or both directions. Throws what can be known before it is under way; everything else comes with
    /// its responses.
    public func stream(
        _ path: String,
        metadata: GRPCMetadata = .init(),
        deadline: ContinuousClock.Instant?,
        options: GRPCCallOptions = .init()
    ) throws(GRPCStatus) -> GRPCClientStream {
        let call = try open(.streaming, path, [], metadata, deadline, options)
        let slot = call.slot
        let isAccepted = Self.onLoop(slot.loop) { call.start { _ in } }
        guard isAccepted else {
            leave(slot)
            throw GRPCStatus(.unavailable, "the event loops have stopped")
        }
        return GRPCClientStream(
            call: call,
            messageLimit: receiveLimit(options),
            sendLimit: options.maxSendMessageByteCount ?? configuration.maxSendMessageByteCount,
            onEnd: { self.leave(slot) }
        )
    }

    /// Ends every call with UNAVAILABLE and closes the connections; later calls fail at once.
    public func close() {
        for slot in slots { slot.loop.execute { slot.close() } }
    }

    private func receiveLimit(_ options: GRPCCallOptions) -> Int {
        options.maxReceiveMessageByteCount ?? configuration.maxReceiveMessageByteCount
    }

    /// Counted in on the channel and its slot: `leave` takes it out.
    private func open(
        _ kind: ClientCallState.Kind,
        _ path: String,
        _ pieces: [OutboundBody.Piece],
        _ metadata: GRPCMetadata,
        _ deadline: ContinuousClock.Instant?,
        _ options: GRPCCallOptions
    ) throws(GRPCStatus) -> ClientCall {
        if let deadline, deadline <= .now { throw GRPCStatus(.deadlineExceeded, "the deadline had passed before the call") }
        guard path.hasPrefix("/"), path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw GRPCStatus(.internalError, "not a method path: \(path)")
        }
        guard pendingCallCount.wrappingAdd(1, ordering: .relaxed).newValue <= configuration.maxPendingCalls else {
            pendingCallCount.wrappingSubtract(1, ordering: .relaxed)
            throw GRPCStatus(.resourceExhausted, "\(configuration.maxPendingCalls) calls are outstanding on this channel")
        }
        return ClientCall(
            kind: kind,
            request: ClientCall.Request(
                path: path,
                scheme: configuration.tls == nil ? "http" : "https",
                authority: authority,
                metadata: metadata,
                deadline: deadline,
                compression: options.compression,
                waitsForConnection: options.waitsForConnection ?? configuration.waitsForConnection
            ),
            pieces: pieces,
            messageLimit: receiveLimit(options),
            slot: pick()
        )
    }

    private func leave(_ slot: ChannelSlot) {
        slot.outstanding.wrappingSubtract(1, ordering: .relaxed)
        pendingCallCount.wrappingSubtract(1, ordering: .relaxed)
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
