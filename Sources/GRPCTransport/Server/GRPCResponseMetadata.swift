internal import Synchronization

/// What a handler sends back beside its messages.
public final class GRPCResponseMetadata: Sendable {
    struct Parts: Sendable {
        var initial = GRPCMetadata()
        var trailing = GRPCMetadata()
        var compression = GRPCCompression.identity
        /// The headers have said how messages are compressed.
        var isCompressionSaid = false
    }

    private let parts = Mutex(Parts())

    /// Everything at once.
    var snapshot: Parts { parts.withLock { $0 } }

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

    /// How messages are compressed, where the caller can read it; from the first message on it stays as it is.
    public var compression: GRPCCompression {
        get { parts.withLock(\.compression) }
        set { parts.withLock { if !$0.isCompressionSaid { $0.compression = newValue } } }
    }

    /// What the headers say, and every message after them keeps to.
    func settleCompression() -> GRPCCompression {
        parts.withLock { parts in
            parts.isCompressionSaid = true
            return parts.compression
        }
    }
}
