import HTTP2Transport
import Testing

@Suite struct SocketEndpointTests {
    @Test(arguments: [
        ("localhost:8001", SocketEndpoint.host("localhost", port: 8_001)), ("127.0.0.1:0", .host("127.0.0.1", port: 0)),
        ("[::1]:65535", .host("::1", port: 65_535)), ("triton:8001", .host("triton", port: 8_001)),
        ("unix:/run/a.sock", .unix(path: "/run/a.sock")),
    ])
    func parsing_readsWhatDescriptionWrites(_ text: String, _ endpoint: SocketEndpoint) {
        #expect(SocketEndpoint(parsing: text) == endpoint)
        #expect(endpoint.description == text)
    }

    @Test(arguments: [
        "", ":", ":80", "host", "host:", "host:x", "host:65536", "host:-1", "host:+1", "::1:80", "unix:", "host:８０",
    ])
    func parsing_whenMalformed_yieldsNil(_ text: String) {
        #expect(SocketEndpoint(parsing: text) == nil)
    }

    @Test func parsing_whenUnixPathIsTooLong_yieldsNil() {
        #expect(SocketEndpoint(parsing: "unix:/" + String(repeating: "a", count: 107)) == nil)
        #expect(SocketEndpoint(parsing: "unix:/" + String(repeating: "a", count: 106)) != nil)
    }

    @Test func address_whenNumericOrLocal_needsNoLookup() {
        let v4 = SocketAddress.withoutLookup(.host("192.0.2.1", port: 80))
        #expect(v4?.compactMap(\.endpoint) == [.host("192.0.2.1", port: 80)])
        let v6 = SocketAddress.withoutLookup(.host("2001:db8::1", port: 443))
        #expect(v6?.compactMap(\.endpoint) == [.host("2001:db8::1", port: 443)])
        let local = SocketAddress.withoutLookup(.host("localhost", port: 1))
        #expect(local?.compactMap(\.endpoint) == [.host("127.0.0.1", port: 1), .host("::1", port: 1)])
        let unix = SocketAddress.withoutLookup(.unix(path: "/tmp/x"))
        #expect(unix?.compactMap(\.endpoint) == [.unix(path: "/tmp/x")])
        #expect(SocketAddress.withoutLookup(.host("triton", port: 1)) == nil)
    }
}
