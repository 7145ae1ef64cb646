internal import HTTP2Transport

/// The page that an HTTP/2 conformance tester asks for: `GET /` or `POST /` is answered 200 with a body once the request has ended.
///
/// Source: h2spec's README, "Usage". Only where `GRPCServer.Configuration.answersTestRoute` says so.
final class TestRoute: HTTP2StreamHandler {
    private static let headers = HeaderList(
        [HTTPField(":status", "200"), HTTPField("content-type", "text/plain")],
        isImmortal: true
    )
    private static let body = Array("holster\n".utf8)

    private let stream: HTTP2Stream
    private let connection: HTTP2Connection

    /// `nil` for every other request.
    init?(_ block: borrowing HeaderBlock, stream: HTTP2Stream, connection: HTTP2Connection, endsStream: Bool) {
        var isRoot = false
        block.forEach { name, value in
            if name.isEqual(to: ":path") { isRoot = value.isEqual(to: "/") }
        }
        guard isRoot, !ContentType.isGRPC(block) else { return nil }
        self.stream = stream
        self.connection = connection
        if endsStream { bodyEnded() }
    }

    func received(_ block: borrowing HeaderBlock, endsStream: Bool) {
        if endsStream { bodyEnded() }
    }

    func received(_ data: UnsafeRawBufferPointer) { connection.consume(stream, byteCount: data.count) }

    func bodyEnded() { connection.respond(stream, Self.headers, body: OutboundBody([.slice(Self.body[...])])) }

    func bodyProgressed() {}

    func closed(_ code: HTTP2ErrorCode) {}

    func connectionClosed(_ reason: ConnectionEnd) {}
}
