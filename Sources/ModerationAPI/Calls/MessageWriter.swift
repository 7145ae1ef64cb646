public import GRPCTransport
public import ProtobufWire

/// Where a streaming handler sends its messages: see ``GRPCResponseWriter``.
public struct MessageWriter<Message: ProtobufMessage>: Sendable {
    let writer: GRPCResponseWriter

    /// Returns at once while little waits, else when the caller has read on.
    public func send(_ message: Message) async throws(GRPCStatus) {
        try await writer.send(GRPCMessage(message))
    }
}
