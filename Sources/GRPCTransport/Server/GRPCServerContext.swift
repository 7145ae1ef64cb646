public import HTTP2Transport

/// What a handler knows about its call, besides the messages.
///
/// Cancellation travels as task cancellation: the handler's task is cancelled when the caller resets the call, the connection dies or
/// the deadline passes.
public struct GRPCServerContext: Sendable {
    /// `/package.Service/Method`, as the caller sent it.
    public let path: String
    public let metadata: GRPCMetadata
    /// `nil` where the caller sent no `grpc-timeout`.
    public let deadline: ContinuousClock.Instant?
    /// The caller's address, `127.0.0.1:41000` or `unix`.
    public let peer: String
    /// Who calls, as the server's gate says.
    public let caller: String?
    /// The caller's client certificate, verified.
    public let certificate: TLSPeerCertificate?
    /// When the request's headers arrived.
    public let receivedAt: ContinuousClock.Instant
    /// What travels back beside the messages.
    public let response: GRPCResponseMetadata

    public init(
        path: String,
        metadata: GRPCMetadata = .init(),
        deadline: ContinuousClock.Instant? = nil,
        peer: String = "in-process",
        caller: String? = nil,
        certificate: TLSPeerCertificate? = nil,
        receivedAt: ContinuousClock.Instant = .now,
        response: GRPCResponseMetadata = .init()
    ) {
        self.path = path
        self.metadata = metadata
        self.deadline = deadline
        self.peer = peer
        self.caller = caller
        self.certificate = certificate
        self.receivedAt = receivedAt
        self.response = response
    }
}
