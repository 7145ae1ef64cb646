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
        let store = RedisFeatureStore(client: client)
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
}
