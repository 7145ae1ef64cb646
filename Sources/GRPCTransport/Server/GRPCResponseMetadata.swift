internal import Synchronization

/// The metadata a handler sends back; both parts are read once, when the handler has returned.
public final class GRPCResponseMetadata: Sendable {
    private let parts = Mutex((initial: GRPCMetadata(), trailing: GRPCMetadata()))

    public init() {}

    /// Sent in the response headers (with an error, in the one block of trailers).
    public var initial: GRPCMetadata {
        get { parts.withLock(\.initial) }
        set { parts.withLock { $0.initial = newValue } }
    }

    /// Sent in the trailers.
    public var trailing: GRPCMetadata {
        get { parts.withLock(\.trailing) }
        set { parts.withLock { $0.trailing = newValue } }
    }
}
