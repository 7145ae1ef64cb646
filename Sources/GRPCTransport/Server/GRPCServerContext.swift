public import HTTP2Transport
public import Reactor

/// What a handler knows about its call, besides the messages.
///
/// Cancellation travels as task cancellation: the handler's task is cancelled when the caller resets the call, the connection dies or
/// the deadline passes.
public struct GRPCServerContext: Sendable {
    /// `/package.Service/Method`, as the caller sent it.
    public let path: String
    public let metadata: GRPCMetadata
    private let deadlineTime: MonotonicTime?
    /// The caller's address, `127.0.0.1:41000` or `unix`.
    public let peer: String
    /// Who calls, as the server's gate says.
    public let caller: String?
    /// The caller's client certificate, verified.
    public let certificate: TLSPeerCertificate?
    private let receivedTime: MonotonicTime
    /// The event loop of the call's connection, where small tasks that the handler begets run without waking another thread; `nil` without a
    /// transport.
    public let eventLoop: EventLoop?
    /// What travels back beside the messages.
    public let response: GRPCResponseMetadata

    private var permit: (any GRPCCallPermit)?
    private var admission: ServerAdmission?

    /// `nil` where the caller sent no `grpc-timeout`.
    public var deadline: ContinuousClock.Instant? { deadlineTime?.instant }

    /// When the request's headers arrived.
    public var receivedAt: ContinuousClock.Instant { receivedTime.instant }

    public init(
        path: String,
        metadata: GRPCMetadata = .init(),
        deadline: ContinuousClock.Instant? = nil,
        peer: String = "in-process",
        caller: String? = nil,
        certificate: TLSPeerCertificate? = nil,
        receivedAt: ContinuousClock.Instant = .now,
        eventLoop: EventLoop? = nil,
        response: GRPCResponseMetadata = .init()
    ) {
        self.path = path
        self.metadata = metadata
        deadlineTime = deadline.map(MonotonicTime.init)
        self.peer = peer
        self.caller = caller
        self.certificate = certificate
        receivedTime = MonotonicTime(receivedAt)
        self.eventLoop = eventLoop
        self.response = response
    }

    /// Of a call that arrived.
    init(
        path: String,
        metadata: GRPCMetadata,
        deadline: MonotonicTime?,
        connection: ServerConnection,
        caller: String?,
        receivedAt: MonotonicTime,
        response: GRPCResponseMetadata,
        permit: (any GRPCCallPermit)?
    ) {
        self.path = path
        self.metadata = metadata
        deadlineTime = deadline
        peer = connection.peer
        self.caller = caller
        certificate = connection.certificate
        receivedTime = receivedAt
        eventLoop = connection.loop
        self.response = response
        self.permit = permit
        admission = connection.core.admission
    }

    /// For a streaming method each message of which is as much work as a call: charges the caller's quota for one more. Throws
    /// RESOURCE_EXHAUSTED, or UNAUTHENTICATED where the caller is no longer known.
    public func admitMessage() throws(GRPCStatus) { try permit?.admitMessage() }

    /// Counts bytes of messages that a streaming handler keeps while it reads on among those that the server holds, until `release`. Throws
    /// RESOURCE_EXHAUSTED, and counts nothing, where that is too much.
    public func hold(byteCount: Int) throws(GRPCStatus) {
        guard let admission, !admission.buffer(byteCount: byteCount) else { return }
        _ = admission.buffer(byteCount: -byteCount)
        throw GRPCStatus(.resourceExhausted, "the server holds too many unread requests")
    }

    public func release(byteCount: Int) { _ = admission?.buffer(byteCount: -byteCount) }
}
