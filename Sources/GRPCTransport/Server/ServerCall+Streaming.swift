internal import HTTP2Transport
internal import Reactor

/// What a streaming handler asks of its call: from any thread, done on the loop.
extension ServerCall {
    /// The next message, `nil` at the request's end.
    func nextMessage() async throws(GRPCStatus) -> ArraySlice<UInt8>? {
        switch await read() {
        case .message(let message):
            return try await CompressionWork.plain(message, limit: core.configuration.maxRequestByteCount)
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
        return await withCheckedContinuation { continuation in
            onLoop {
                let read = self.readNow()
                if case .nothing = read, self.reader == nil {
                    self.reader = continuation
                } else {
                    continuation.resume(returning: read)
                }
            }
        }
    }

    /// Loop only.
    func readNow() -> ServerCallState.Read {
        let (read, reaction) = state.read()
        perform(reaction)
        _ = account()
        return read
    }

    /// Sends a message, or only the headers; then waits while too much is unsent.
    func send(_ message: GRPCMessage?) async throws(GRPCStatus) {
        var message = message
        let wantsGzip = acceptsGzip && response?.compression == .gzip
        if wantsGzip, let plain = message { message = try await CompressionWork.compressed(plain) }
        let outcome: Result<Void, GRPCStatus> = await withCheckedContinuation { continuation in
            onLoop { [message] in self.sendNow(message, wantsGzip, continuation) }
        }
        try outcome.get()
    }

    /// Loop only.
    private func sendNow(
        _ message: GRPCMessage?,
        _ isCompressed: Bool,
        _ continuation: CheckedContinuation<Result<Void, GRPCStatus>, Never>
    ) {
        do throws(GRPCStatus) {
            perform(
                try state.send(
                    message,
                    isCompressed: isCompressed,
                    encoding: isCompressed ? .gzip : .identity,
                    initial: response?.initial ?? .init()
                )
            )
        } catch {
            return continuation.resume(returning: .failure(error))
        }
        if mustWaitToSend { writers.append(continuation) } else { continuation.resume(returning: .success(())) }
    }

    private var mustWaitToSend: Bool {
        let limit = core.configuration.maxUnsentByteCountPerConnection
        let unsent = stream.unsentByteCount
        return unsent >= Self.sendAheadByteCount || (unsent > 0 && connection.transport.unsentByteCount >= limit)
    }

    /// Loop only: what was sent has left, or never will.
    func wakeWriters() {
        let waiting = writers
        writers = []
        for writer in waiting { writer.resume(returning: .success(())) }
    }
}
