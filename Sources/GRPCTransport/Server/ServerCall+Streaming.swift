internal import HTTP2Transport
internal import Reactor

/// What a streaming handler asks of its call: from any thread, done on the loop.
extension ServerCall {
    /// The next message, `nil` at the request's end.
    func nextMessage() async throws(GRPCStatus) -> ArraySlice<UInt8>? {
        switch await read() {
        case .message(let message):
            return try await plain(message)
        case .end: return nil
        case .failed(let status): throw status
        case .nothing: throw GRPCStatus(.internalError, "one task at a time reads a call's messages")
        }
    }

    private func read() async -> ServerCallState.Read {
        if loop.isCurrent {
            let read = readNow()
            guard case .nothing = read else { return read }
        }
        let cancellation = Cancellation()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isAccepted = onLoop { self.waitToRead(Wait(continuation: continuation, cancellation: cancellation)) }
                if !isAccepted { continuation.resume(returning: .failed(Self.over)) }
            }
        } onCancel: {
            _ = onLoop { self.cancelled(cancellation) }
        }
    }

    private static let over = GRPCStatus(.cancelled, "the call is over")

    /// Loop only.
    private func waitToRead(_ wait: Wait<ServerCallState.Read>) {
        let read = readNow()
        guard case .nothing = read, reader == nil else { return wait.continuation.resume(returning: read) }
        if wait.cancellation.hasCome { wait.continuation.resume(returning: .failed(Self.over)) } else { reader = wait }
    }

    /// Loop only. The task that waits was cancelled: it waits no more.
    private func cancelled(_ cancellation: Cancellation) {
        cancellation.hasCome = true
        if let waiting = reader, waiting.cancellation === cancellation {
            reader = nil
            waiting.continuation.resume(returning: .failed(Self.over))
        }
        if let index = writers.firstIndex(where: { $0.cancellation === cancellation }) {
            writers.remove(at: index).continuation.resume(returning: .failure(Self.over))
        }
    }

    /// Loop only.
    func readNow() -> ServerCallState.Read {
        let (read, reaction) = state.read()
        perform(reaction)
        account()
        return read
    }

    /// Sends a message, or only the headers; then waits while too much is unsent.
    func send(_ message: GRPCMessage?) async throws(GRPCStatus) {
        var message = message
        let wantsGzip = acceptsGzip && response?.compressionOfNextMessage() == .gzip
        if wantsGzip, let plain = message { message = try await CompressionWork.compressed(plain) }
        let isSent = loop.isCurrent
        if isSent {
            try sendNow(message, wantsGzip)
            guard mustWaitToSend else { return }
        }
        let cancellation = Cancellation()
        let outcome: Result<Void, GRPCStatus> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isAccepted = onLoop { [message] in
                    let wait = Wait(continuation: continuation, cancellation: cancellation)
                    self.waitToSend(
                        wait,
                        isSent ? .success(()) : Result { () throws(GRPCStatus) in try self.sendNow(message, wantsGzip) }
                    )
                }
                if !isAccepted { continuation.resume(returning: .failure(Self.over)) }
            }
        } onCancel: {
            _ = onLoop { self.cancelled(cancellation) }
        }
        try outcome.get()
    }

    /// Loop only.
    private func sendNow(_ message: GRPCMessage?, _ isCompressed: Bool) throws(GRPCStatus) {
        perform(
            try state.send(
                message,
                isCompressed: isCompressed,
                encoding: isCompressed ? .gzip : .identity,
                initial: response?.initial ?? .init()
            )
        )
    }

    /// Loop only.
    private func waitToSend(_ wait: Wait<Result<Void, GRPCStatus>>, _ sent: Result<Void, GRPCStatus>) {
        if case .success = sent, mustWaitToSend {
            if !state.isAnswered, !wait.cancellation.hasCome { return writers.append(wait) }
            return wait.continuation.resume(returning: .failure(Self.over))
        }
        wait.continuation.resume(returning: sent)
    }

    private var mustWaitToSend: Bool {
        let limit = core.configuration.maxUnsentByteCountPerConnection
        let unsent = stream.unsentByteCount
        return unsent >= Self.sendAheadByteCount || (unsent > 0 && connection.transport.unsentByteCount >= limit)
    }

    /// Loop only: what was sent has left, or never will.
    func wakeWriters() {
        guard !writers.isEmpty else { return }
        let waiting = writers
        writers = []
        let outcome: Result<Void, GRPCStatus> = state.isAnswered ? .failure(Self.over) : .success(())
        for writer in waiting { writer.continuation.resume(returning: outcome) }
    }
}

extension ServerCall {
    /// A task of the handler's that waits. Each continuation is resumed once, by whoever takes it out of the call.
    ///
    /// A class, since a continuation's size is only known at run time: a call that holds one in place is laid out, and destroyed, through tables.
    final class Wait<R: Sendable>: Sendable {
        let continuation: CheckedContinuation<R, Never>
        let cancellation: Cancellation

        init(continuation: CheckedContinuation<R, Never>, cancellation: Cancellation) {
            self.continuation = continuation
            self.cancellation = cancellation
        }
    }

    /// Whether the waiting task was cancelled, perhaps before its wait began.
    //
    // `@unchecked Sendable`: touched on the call's loop alone.
    final class Cancellation: @unchecked Sendable {
        var hasCome = false
    }
}
