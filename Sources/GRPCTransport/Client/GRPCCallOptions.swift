/// What a single call wants differently from its channel.
public struct GRPCCallOptions: Sendable {
    /// How this call's requests are compressed; the server must know the way, or the call ends with UNIMPLEMENTED.
    public var compression = GRPCCompression.identity
    /// One response message; `nil`: the channel's limit.
    public var maxReceiveMessageByteCount: Int?
    /// One request message; `nil`: the channel's limit.
    public var maxSendMessageByteCount: Int?
    /// Whether to wait for a connection until the deadline instead of failing at once; `nil`: as the channel does.
    public var waitsForConnection: Bool?

    public init() {}
}
