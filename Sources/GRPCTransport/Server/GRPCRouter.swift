internal import HTTP2Transport

/// Which handler answers which method.
public struct GRPCRouter: Sendable {
    /// Answers one request message with one response message, or throws the status the call ends with.
    ///
    /// Runs on the connection's event loop: a short handler finishes without waking another thread. Work that takes more than some
    /// hundred microseconds, or that blocks, belongs on a `WorkerPool`.
    public typealias UnaryHandler = @Sendable (ArraySlice<UInt8>, GRPCServerContext) async throws(GRPCStatus) -> GRPCMessage

    /// Reads request messages and sends response messages in whatever order the method has; returning ends the call with OK.
    ///
    /// Covers client streaming, server streaming and bidirectional calls: on the wire they are the same. Runs where a unary handler runs.
    public typealias StreamingHandler =
        @Sendable (GRPCRequestMessages, GRPCResponseWriter, GRPCServerContext) async throws(GRPCStatus) -> Void

    /// One method.
    final class Route: Sendable {
        enum Handler: Sendable {
            case unary(UnaryHandler)
            case streaming(StreamingHandler)
        }

        let path: String
        let pathBytes: [UInt8]
        /// One request message; `nil`: the server's limit.
        let requestLimit: Int?
        let handler: Handler

        init(path: String, requestLimit: Int?, handler: Handler) {
            self.path = path
            self.requestLimit = requestLimit
            pathBytes = Array(path.utf8)
            self.handler = handler
        }

        var kind: ServerCallState.Kind {
            switch handler {
            case .unary: .unary
            case .streaming: .streaming
            }
        }
    }

    /// A server has a dozen methods: comparing bytes is faster than hashing them.
    private var routes: [Route] = []

    public init() {}

    /// Registers a method under its case-sensitive path `/package.Service/Method`; a second registration replaces the first.
    /// `maxRequestByteCount`: of one message, where that is less than the server's.
    public mutating func unary(_ path: String, maxRequestByteCount: Int? = nil, _ handler: @escaping UnaryHandler) {
        add(Route(path: path, requestLimit: maxRequestByteCount, handler: .unary(handler)))
    }

    /// The same for a method that streams in one or both directions.
    public mutating func streaming(_ path: String, maxRequestByteCount: Int? = nil, _ handler: @escaping StreamingHandler) {
        add(Route(path: path, requestLimit: maxRequestByteCount, handler: .streaming(handler)))
    }

    /// Every registered path, in the order of registration.
    public var paths: [String] { routes.map(\.path) }

    private mutating func add(_ route: Route) {
        routes.removeAll { $0.path == route.path }
        routes.append(route)
    }

    /// The method that a request's `:path` names.
    func route(_ block: borrowing HeaderBlock) -> Route? {
        var found: Route?
        block.forEach { name, value in
            guard found == nil, name.isEqual(to: ":path") else { return }
            for route in routes where value.isEqual(to: route.pathBytes) {
                found = route
                return
            }
        }
        return found
    }
}
