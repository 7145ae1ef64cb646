/// Where a streaming handler sends its messages. Safe from any task; messages leave in the order of the calls to `send`.
public struct GRPCResponseWriter: Sendable {
    let call: ServerCall

    /// Sends one message. Returns at once while little waits, else when the caller has read on: a handler never runs far ahead of its
    /// caller. Throws CANCELLED when the call is over, RESOURCE_EXHAUSTED over the size limit.
    public func send(_ message: GRPCMessage) async throws(GRPCStatus) {
        try await call.send(message)
    }

    /// Sends the headers (`GRPCServerContext.response.initial`) before there is a message.
    public func sendHeaders() async throws(GRPCStatus) {
        try await call.send(nil)
    }
}
