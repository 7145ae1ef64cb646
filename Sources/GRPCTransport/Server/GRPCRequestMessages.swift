/// The messages of a streaming call, as the caller sends them. One reader at a time.
///
/// The caller may send as far ahead as a stream's window (4 MiB); then it waits for the reader. Throws the status that ends the call: a
/// message over the limit, a request that broke off, CANCELLED when the call is over.
public struct GRPCRequestMessages: AsyncSequence, Sendable {
    public typealias Element = ArraySlice<UInt8>
    public typealias Failure = GRPCStatus

    let call: ServerCall

    public func makeAsyncIterator() -> Iterator { Iterator(call: call) }

    public struct Iterator: AsyncIteratorProtocol {
        let call: ServerCall

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(GRPCStatus) -> ArraySlice<UInt8>? {
            try await call.nextMessage()
        }

        public mutating func next() async throws(GRPCStatus) -> ArraySlice<UInt8>? {
            try await call.nextMessage()
        }
    }
}
