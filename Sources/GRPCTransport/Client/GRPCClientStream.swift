internal import HTTP2Transport
internal import Reactor

/// A call that streams in one or both directions.
///
///     let call = try await channel.stream("/pkg.Service/Method", deadline: .now + .seconds(5))
///     try await call.send(first)
///     call.finish()
///     for try await message in call.responses { … }
///
/// Safe from any task. Letting go of the call, and of its `responses`, cancels it.
public final class GRPCClientStream: Sendable {
    private let call: ClientCall
    private let messageLimit: Int
    private let sendLimit: Int
    private let onEnd: @Sendable () -> Void

    init(call: ClientCall, messageLimit: Int, sendLimit: Int, onEnd: @escaping @Sendable () -> Void) {
        self.call = call
        self.messageLimit = messageLimit
        self.sendLimit = sendLimit
        self.onEnd = onEnd
    }

    deinit {
        let call = call
        call.loop.execute { call.cancel() }
        onEnd()
    }

    /// Sends one message. Returns at once while little waits, else when the server has read on. Throws the status of a call that is over.
    public func send(_ message: GRPCMessage) async throws(GRPCStatus) {
        var message = message
        let byteCount = message.byteCount
        guard byteCount <= sendLimit else {
            throw GRPCStatus(.resourceExhausted, "request of \(byteCount) bytes is over the limit of \(sendLimit) bytes")
        }
        let isCompressed = call.request.compression == .gzip
        if isCompressed { message = try await CompressionWork.compressed(message) }
        guard let pieces = message.pieces(isCompressed: isCompressed) else {
            throw GRPCStatus(.resourceExhausted, "request of \(byteCount) bytes is longer than gRPC can say")
        }
        let outcome: Result<Void, GRPCStatus> = await waiting(otherwise: .failure(Self.stopped)) { call, continuation in
            if let status = call.state.status {
                let failure = status.code == .ok ? GRPCStatus(.cancelled, "the call is over") : status
                return continuation.resume(returning: .failure(failure))
            }
            guard !call.isRequestFinished else {
                return continuation.resume(
                    returning: .failure(GRPCStatus(.failedPrecondition, "the request was finished before"))
                )
            }
            call.append(pieces)
            if call.mustWaitToSend { call.writers.append(continuation) } else { continuation.resume(returning: .success(())) }
        }
        try outcome.get()
    }

    /// Tells the server that no more messages come.
    public func finish() {
        let call = call
        onLoop { call.finishRequest() }
    }

    /// Ends the call with CANCELLED; the server is told.
    public func cancel() {
        let call = call
        onLoop { call.cancel() }
    }

    /// What the server sends. One reader at a time; ends when the status is OK, throws it when it is not.
    public var responses: GRPCResponseMessages { GRPCResponseMessages(stream: self) }

    /// The server's response headers: waits for them. Empty where the call ended before.
    public var initialMetadata: GRPCMetadata {
        get async {
            await waiting(otherwise: ()) { (call, continuation: CheckedContinuation<Void, Never>) in
                if call.state.initialMetadata != nil || call.isFinished {
                    continuation.resume()
                } else {
                    call.headersReaders.append(continuation)
                }
            }
            return await value { $0.initialMetadata ?? .init() }
        }
    }

    /// The server's trailers, once `responses` has ended.
    public var trailingMetadata: GRPCMetadata {
        get async { await value { $0.trailingMetadata } }
    }

    func next() async throws(GRPCStatus) -> ArraySlice<UInt8>? {
        let read = await waiting(otherwise: .failed(Self.stopped)) {
            (call, continuation: CheckedContinuation<ClientCallState.Read, Never>) in
            let read = call.readNow()
            if case .nothing = read, call.reader == nil {
                call.reader = continuation
            } else {
                continuation.resume(returning: read)
            }
        }
        switch read {
        case .message(let message): return try await CompressionWork.plain(message, limit: messageLimit)
        case .end: return nil
        case .failed(let status): throw status
        case .nothing: throw GRPCStatus(.internalError, "one task at a time reads a call's messages")
        }
    }

    private static let stopped = GRPCStatus(.unavailable, "the event loops have stopped")

    private func value(_ read: @escaping @Sendable (ClientCallState) -> GRPCMetadata) async -> GRPCMetadata {
        await onLoop(otherwise: .init()) { call, continuation in continuation.resume(returning: read(call.state)) }
    }

    /// `onLoop` for what may take long: a task that is cancelled meanwhile cancels the call, which wakes it.
    private func waiting<R: Sendable>(
        otherwise: R,
        _ body: @escaping @Sendable (ClientCall, CheckedContinuation<R, Never>) -> Void
    ) async -> R {
        let call = call
        return await withTaskCancellationHandler {
            await onLoop(otherwise: otherwise, body)
        } onCancel: {
            call.loop.execute { call.cancel() }
        }
    }

    private func onLoop<R: Sendable>(
        otherwise: R,
        _ body: @escaping @Sendable (ClientCall, CheckedContinuation<R, Never>) -> Void
    ) async -> R {
        await withCheckedContinuation { continuation in
            let call = call
            if onLoop({ body(call, continuation) }) { return }
            // Nothing touches the call any more: what came before its end may still be read, what did not never comes.
            if call.isFinished { body(call, continuation) } else { continuation.resume(returning: otherwise) }
        }
    }

    /// False, and not run, where the loop has stopped.
    @discardableResult
    private func onLoop(_ body: @escaping @Sendable () -> Void) -> Bool {
        guard call.loop.isCurrent else { return call.loop.execute(body) }
        body()
        return true
    }
}

/// The messages that a server sends on one call.
public struct GRPCResponseMessages: AsyncSequence, Sendable {
    public typealias Element = ArraySlice<UInt8>
    public typealias Failure = GRPCStatus

    let stream: GRPCClientStream

    public func makeAsyncIterator() -> Iterator { Iterator(stream: stream) }

    public struct Iterator: AsyncIteratorProtocol {
        let stream: GRPCClientStream

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(GRPCStatus) -> ArraySlice<UInt8>? {
            try await stream.next()
        }

        public mutating func next() async throws(GRPCStatus) -> ArraySlice<UInt8>? {
            try await stream.next()
        }
    }
}
