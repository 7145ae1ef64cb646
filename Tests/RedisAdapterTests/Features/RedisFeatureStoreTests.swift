import ModerationCore
import RedisAdapter
import Testing

@Suite struct RedisFeatureStoreTests {
    private static func reply(_ values: [String?]) -> RedisReply {
        .array(values.map { $0.map { .bulk(Array($0.utf8)) } ?? .null })
    }

    @Test(arguments: [
        (["10.5", "3", "0", "0.9"], SellerFeatures(accountAgeDays: 10.5, listingCount: 3, violationCount: 0, reputation: 0.9)),
        (["nan", "-3", "inf", "x"], nil), ([nil, nil, nil, nil], nil), (["1", "1", "1"], nil), (["1", "1", "1", "1", "1"], nil),
        (
            ["1e300", "1e300", "1e300", "7"],
            SellerFeatures(accountAgeDays: 36_500, listingCount: 1e8, violationCount: 1e8, reputation: 1)
        ),
        (["", "5", "-1", "nan"], SellerFeatures(accountAgeDays: 180, listingCount: 5, violationCount: 0, reputation: 0.5)),
        ([" 1", "1 ", "0x", "1,5"], nil),
    ])
    func features_ofAReply_areClampedOrUnknown(values: [String?], expected: SellerFeatures?) {
        #expect(SellerFeatures(reply: Self.reply(values)) == expected)
    }

    @Test func features_ofOtherReplies_areNone() {
        for reply in [RedisReply.null, .integer(3), .error("ERR"), .array([.array([]), .null, .null, .null])] {
            #expect(SellerFeatures(reply: reply) == nil)
        }
    }

    @Test(.enabled(if: RedisServer.isInstalled)) func sellerFeatures_fromRedis_areReadByTheContractsNames() async throws {
        let server = try RedisServer()
        let client = try await server.client()
        let store = RedisFeatureStore(client: client, timeout: .seconds(5))
        try await client.run(
            "HSET",
            "holster:seller:s:1",
            "account_age_days",
            "400",
            "listings",
            "12",
            "violations",
            "1",
            "reputation",
            "0.75",
            "updated",
            "1"
        )
        #expect(
            await store.sellerFeatures(sellerID: "s:1", deadline: soon())
                == .found(SellerFeatures(accountAgeDays: 400, listingCount: 12, violationCount: 1, reputation: 0.75))
        )
        #expect(await store.sellerFeatures(sellerID: "unknown", deadline: soon()) == .unknown)
        #expect(await store.sellerFeatures(sellerID: "", deadline: soon()) == .unknown)
        #expect(await store.sellerFeatures(sellerID: String(repeating: "x", count: 300), deadline: soon()) == .unknown)
        try await client.run("SET", "holster:seller:string", "x")
        #expect(await store.sellerFeatures(sellerID: "string", deadline: soon()) == .unknown)
        server.kill()
        #expect(await eventually { !client.isConnected })
        #expect(await store.sellerFeatures(sellerID: "s:1", deadline: soon(.seconds(3_600))) == .unavailable)
    }

    @Test(.enabled(if: RedisServer.isInstalled)) func sellerFeatures_ofOneSellerAtOnce_shareACommand() async throws {
        let server = try RedisServer()
        let client = try await server.client { $0.stallTimeout = .seconds(30) }
        let store = RedisFeatureStore(client: client, timeout: .seconds(5))
        try await client.run("HSET", "holster:seller:s", "listings", "12")
        try await client.run("CONFIG", "RESETSTAT")
        server.freeze()
        let lookups = await withTaskGroup(of: SellerLookup.self) { group in
            for _ in 0..<50 { group.addTask { await store.sellerFeatures(sellerID: "s", deadline: soon()) } }
            try? await Task.sleep(for: .milliseconds(300))
            // One that may not wait as long as they do asks for itself, and gives up at its own deadline; who joined it asks again.
            let hasty = await store.sellerFeatures(sellerID: "s", deadline: soon(.milliseconds(100)))
            #expect(hasty == .unavailable)
            server.thaw()
            return await group.reduce(into: [SellerLookup]()) { $0.append($1) }
        }
        let unknown = SellerFeatures.unknown
        let expected = SellerFeatures(
            accountAgeDays: unknown.accountAgeDays,
            listingCount: 12,
            violationCount: unknown.violationCount,
            reputation: unknown.reputation
        )
        #expect(lookups == [SellerLookup](repeating: .found(expected), count: 50))
        let statistics = String(decoding: try await client.run("INFO", "commandstats").bytes ?? [], as: UTF8.self)
        let line = try #require(statistics.split(separator: "\r\n").first { $0.hasPrefix("cmdstat_hmget") })
        // Theirs and the hasty one's, where it came second.
        let count = line.split(separator: ",").first?.split(separator: "=").last.flatMap { Int($0) } ?? 0
        #expect((1...4).contains(count), "\(line)")
        #expect(await store.sellerFeatures(sellerID: "s", deadline: soon()) == .found(expected))
    }

    @Test(.enabled(if: RedisServer.isInstalled)) func sellerFeatures_whenRedisIsSlow_costItsOwnTimeout() async throws {
        let server = try RedisServer()
        let store = RedisFeatureStore(
            client: try await server.client { $0.stallTimeout = .seconds(30) },
            timeout: .milliseconds(30)
        )
        server.freeze()
        let began = ContinuousClock.now
        #expect(await store.sellerFeatures(sellerID: "s", deadline: soon(.seconds(20))) == .unavailable)
        #expect(began.duration(to: .now) < .seconds(15))
        server.thaw()
    }
}
