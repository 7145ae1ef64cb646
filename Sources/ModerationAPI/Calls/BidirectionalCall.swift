public import GRPCTransport
public import ProtobufWire

/// A call under way in which both sides send messages. Letting go of it, and of its responses, cancels it.
public struct BidirectionalCall<Request: ProtobufMessage, Response: ProtobufMessage>: Sendable {
    let stream: GRPCClientStream

    /// Returns at once while little waits, else when the server has read on. Throws the status of a call that is over.
    public func send(_ request: Request) async throws(GRPCStatus) {
        try await stream.send(GRPCMessage(request))
    }

    /// Tells the server that no more messages come.
    public func finish() { stream.finish() }

    /// Ends the call with CANCELLED.
    public func cancel() { stream.cancel() }

    /// What the server sends: ends when the status is OK, throws it when it is not. One reader at a time.
    public var responses: DecodedMessages<Response, GRPCResponseMessages> { DecodedMessages(base: stream.responses) }
}
