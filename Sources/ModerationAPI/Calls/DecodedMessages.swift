public import GRPCTransport
public import ProtobufWire

/// The messages of a stream, decoded as they are read. `bytes` fields share the received buffer's storage.
public struct DecodedMessages<Message: ProtobufMessage, Base: AsyncSequence & Sendable>: AsyncSequence, Sendable
where Base.Element == ArraySlice<UInt8>, Base.Failure == GRPCStatus {
    public typealias Element = Message
    public typealias Failure = GRPCStatus

    let base: Base

    public func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator()) }

    public struct Iterator: AsyncIteratorProtocol {
        var base: Base.AsyncIterator

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(GRPCStatus) -> Message? {
            guard let bytes = try await base.next(isolation: actor) else { return nil }
            return try Message(message: bytes)
        }
    }
}
