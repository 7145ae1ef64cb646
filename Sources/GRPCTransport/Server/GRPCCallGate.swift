public import HTTP2Transport

/// Decides whether a call is taken on: who calls, and whether they may, now.
///
/// Asked on the connection's event loop as soon as the headers are there, before any of the request is kept: it must not block.
public protocol GRPCCallGate: Sendable {
    /// Returns what accompanies the call until it is over, or throws the status it ends with.
    func admit(_ call: GRPCCallHead) throws(GRPCStatus) -> any GRPCCallPermit
}

/// What is known of a call before its first message.
public struct GRPCCallHead: Sendable {
    /// `/package.Service/Method`: one of the server's methods.
    public let path: String
    public let metadata: GRPCMetadata
    /// The caller's address.
    public let peer: String
    /// Of the connection, where the caller showed a client certificate and it was verified.
    public let certificate: TLSPeerCertificate?

    public init(path: String, metadata: GRPCMetadata, peer: String, certificate: TLSPeerCertificate? = nil) {
        self.path = path
        self.metadata = metadata
        self.peer = peer
        self.certificate = certificate
    }
}

/// A call that was admitted. Called from event loops and from whatever thread a handler ends on.
public protocol GRPCCallPermit: AnyObject, Sendable {
    /// Who calls; what the handler sees as `GRPCServerContext.caller`.
    var caller: String? { get }
    /// More bytes of the request arrived. Throws the status the call ends with where they are too many.
    func received(byteCount: Int) throws(GRPCStatus)
    /// A streaming handler begins work on one more message that is worth a call. Throws what it is refused with.
    func admitMessage() throws(GRPCStatus)
    /// Once, when the call is answered and its handler has really returned.
    func ended()
}
