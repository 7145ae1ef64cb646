package import HTTP2Transport

extension GRPCMessage {
    /// The message as it goes on the wire, prefix first; `nil` where it is longer than gRPC can say.
    package func pieces(isCompressed: Bool = false) -> [OutboundBody.Piece]? {
        guard let prefix = MessageDeframer.prefix(byteCount: byteCount, isCompressed: isCompressed) else { return nil }
        var pieces: [OutboundBody.Piece] = []
        pieces.reserveCapacity(segments.count + 1)
        pieces.append(.small(prefix))
        for segment in segments { pieces.append(.slice(segment)) }
        return pieces
    }
}
