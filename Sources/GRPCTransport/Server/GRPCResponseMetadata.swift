internal import Synchronization

/// What a handler sends back beside its messages.
public final class GRPCResponseMetadata: Sendable {
    private struct Parts {
        var initial = GRPCMetadata()
        var trailing = GRPCMetadata()
        var compression = GRPCCompression.identity
    }

    private let parts = Mutex(Parts())

    public init() {}

    /// Sent in the response headers (with an error before them, in the one block of trailers): read when the first message is sent.
    public var initial: GRPCMetadata {
        get { parts.withLock(\.initial) }
        set { parts.withLock { $0.initial = newValue } }
    }

    /// Sent in the trailers: read when the handler has returned.
    public var trailing: GRPCMetadata {
        get { parts.withLock(\.trailing) }
        set { parts.withLock { $0.trailing = newValue } }
    }

    /// How messages are compressed, where the caller can read it; set before the first message.
    public var compression: GRPCCompression {
        get { parts.withLock(\.compression) }
        set { parts.withLock { $0.compression = newValue } }
    }
}
