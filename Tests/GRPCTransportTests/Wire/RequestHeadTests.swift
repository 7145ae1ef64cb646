import GRPCTransport
import HTTP2Transport
import Testing

@Suite struct RequestHeadTests {
    /// A good request's headers, with some replaced (or, with `nil`, left out) and some added.
    static func headers(_ changes: [String: String?] = [:], adding: [HTTPField] = []) -> HeaderBlock {
        let good = [
            (":method", "POST"), (":scheme", "http"), (":path", "/test.Echo/Echo"), (":authority", "localhost"),
            ("content-type", "application/grpc"), ("te", "trailers"),
        ]
        var fields: [HTTPField] = []
        for (name, value) in good {
            guard let change = changes[name] else {
                fields.append(HTTPField(name, value))
                continue
            }
            if let change { fields.append(HTTPField(name, change)) }
        }
        return HeaderBlock(fields + adding)
    }

    static func rejection(_ block: HeaderBlock) -> RequestHead.Rejection? {
        do throws(RequestHead.Rejection) {
            _ = try RequestHead(block)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        arguments: [
            ([":method": "GET"], [], 405, 13),
            ([":method": nil], [], 405, 13),
            (["content-type": nil], [], 415, 13),
            (["content-type": "application/grpc-web"], [], 415, 13),
            (["content-type": "application/grpcx"], [], 415, 13),
            (["content-type": "text/plain"], [], 415, 13),
            ([:], [HTTPField("host", "localhost"), HTTPField("host", "localhost")], 400, 13),
            ([:], [HTTPField(":authority", "localhost")], 400, 13),
            ([:], [HTTPField("authorization", "Bearer \u{FF}")], 200, 16),
            ([:], [HTTPField("grpc-timeout", "1x")], 400, 13),
            ([:], [HTTPField("grpc-timeout", "123456789S")], 400, 13),
            ([:], [HTTPField("grpc-timeout", "1S"), HTTPField("grpc-timeout", "2S")], 400, 13),
            ([:], [HTTPField("x-bin", "*")], 400, 13),
            ([:], [HTTPField("grpc-encoding", "zstd")], 200, 12),
            ([:], [HTTPField("grpc-encoding", "GZIP")], 200, 12),
            ([:], [HTTPField("grpc-encoding", "")], 200, 12),
        ] as [([String: String?], [HTTPField], Int, Int)]
    )
    func init_whenNotAcceptable_saysHowToAnswer(
        _ changes: [String: String?],
        _ adding: [HTTPField],
        _ http: Int,
        _ grpc: Int
    ) {
        let rejection = Self.rejection(Self.headers(changes, adding: adding))
        #expect(rejection?.httpStatus == http)
        #expect(rejection?.status.code.rawValue == grpc)
        let isAboutEncodings = adding.first?.name == "grpc-encoding"
        #expect(rejection?.namesEncodings == isAboutEncodings)
        let fields = rejection.map { ResponseFields.rejection($0).fields } ?? []
        #expect(fields.first == HTTPField(":status", String(http)))
        #expect(fields.contains(HTTPField("grpc-status", String(grpc))))
        #expect(fields.contains(HTTPField("grpc-accept-encoding", "identity,gzip")) == isAboutEncodings)
    }

    @Test(
        arguments: [
            ["content-type": "application/grpc+proto"], ["content-type": "application/grpc;charset=utf-8"],
            ["content-type": "Application/GRPC"], ["te": nil], [":authority": nil],
        ] as [[String: String?]]
    )
    func init_whenUnusualButAllowed_takesIt(_ changes: [String: String?]) {
        #expect(Self.rejection(Self.headers(changes)) == nil)
    }

    @Test(
        arguments: [("5S", Duration.seconds(5)), ("0S", .zero), ("99999999H", TimeoutCodec.longest), (nil, nil)]
            as [(String?, Duration?)]
    )
    func init_readsTheTimeout(_ text: String?, _ expected: Duration?) throws {
        let head = try RequestHead(Self.headers(adding: text.map { [HTTPField("grpc-timeout", $0)] } ?? []))
        #expect(head.timeout == expected)
    }

    @Test(
        arguments: [
            ([], .identity, false), ([("grpc-encoding", "identity")], .identity, false),
            ([("grpc-encoding", "gzip")], .gzip, false),
            ([("grpc-accept-encoding", "identity, deflate, gzip")], .identity, true),
            ([("grpc-accept-encoding", "gzip")], .identity, true), ([("grpc-accept-encoding", "gzip2,xgzip")], .identity, false),
            ([("grpc-accept-encoding", "deflate"), ("grpc-accept-encoding", "gzip")], .identity, true),
            ([("grpc-accept-encoding", "")], .identity, false),
        ] as [([(String, String)], GRPCCompression, Bool)]
    )
    func init_readsTheEncodings(_ adding: [(String, String)], _ encoding: GRPCCompression, _ acceptsGzip: Bool) throws {
        let head = try RequestHead(Self.headers(adding: adding.map { HTTPField($0.0, $0.1) }))
        #expect(head.encoding == encoding)
        #expect(head.acceptsGzip == acceptsGzip)
        #expect(head.metadata.isEmpty)
    }

    @Test func init_whenLongButWhole_takesIt() {
        let fields = (0..<2_000).map { HTTPField("x-\($0)", "value") }
        // Only a session cuts a block short.
        #expect(Self.rejection(Self.headers(adding: fields)) == nil)
    }

    /// Proxies send both (grpc/proposal A41).
    @Test func init_whenHostStandsBesideAuthority_isTaken() {
        #expect(Self.rejection(Self.headers([:], adding: [HTTPField("host", "localhost")])) == nil)
    }
}
