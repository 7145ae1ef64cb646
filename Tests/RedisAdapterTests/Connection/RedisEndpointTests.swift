import RedisAdapter
import Testing

@Suite struct RedisEndpointTests {
    @Test(arguments: [
        ("127.0.0.1:6379", RedisConfiguration.Endpoint.tcp(host: "127.0.0.1", port: 6_379)),
        ("[::1]:1", .tcp(host: "::1", port: 1)),
        ("unix:/run/redis.sock", .unix(path: "/run/redis.sock")),
        (
            "sentinel://a:26379,[::1]:26380/main",
            .sentinel(addresses: [.init(host: "a", port: 26_379), .init(host: "::1", port: 26_380)], master: "main")
        ),
        (
            "sentinel://10.0.0.1:1/my-master_1.x",
            .sentinel(addresses: [.init(host: "10.0.0.1", port: 1)], master: "my-master_1.x")
        ),
    ])
    func parse_ofWhatIsDescribed_isTheSame(text: String, endpoint: RedisConfiguration.Endpoint) {
        #expect(RedisConfiguration.Endpoint(parsing: text) == endpoint)
        #expect(endpoint.description == text)
    }

    @Test(arguments: [
        "", "localhost", "localhost:", ":6379", "localhost:0", "localhost:65536", "localhost:+1", "::1:6379", "unix:",
        "unix:" + String(repeating: "a", count: 108), "sentinel://", "sentinel://a:1", "sentinel://a:1/", "sentinel:///m",
        "sentinel://a:1,/m",
        "sentinel://a/m", "sentinel://a:1/m/n", "sentinel://a:1/m n", "redis://a:1", "a/b:1",
        "sentinel://" + String(repeating: "a:1,", count: 32) + "a:1/m",
    ])
    func parse_ofAnythingElse_isRefused(text: String) {
        #expect(RedisConfiguration.Endpoint(parsing: text) == nil)
    }
}
