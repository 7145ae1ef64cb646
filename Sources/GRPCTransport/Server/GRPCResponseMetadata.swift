internal import Synchronization

/// What a handler sends back beside its messages.
public final class GRPCResponseMetadata: Sendable {
    struct Parts: Sendable {
        var initial = GRPCMetadata()
        var trailing = GRPCMetadata()
        var compression = GRPCCompression.identity
        /// What the headers said of how messages are compressed; `nil` before them.
        var saidCompression: GRPCCompression?
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

    /// How the next messages are compressed, where the caller can read it. Where the first message was not, none is: the headers have said so.
    public var compression: GRPCCompression {
        get { parts.withLock(\.compression) }
        set { parts.withLock { $0.compression = newValue } }
    }

    /// How the next message is compressed; the first one settles what the headers say.
    func compressionOfNextMessage() -> GRPCCompression {
        parts.withLock { parts in
            let said = parts.saidCompression ?? parts.compression
            parts.saidCompression = said
            return said == .gzip ? parts.compression : .identity
        }
    }
}
