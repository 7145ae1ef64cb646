import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Two `holster serve` and one Redis, both under load: what one changes, the other decides by.
    @Suite(.serialized)
    struct TwoServersTests {
        /// Seconds that the second server's link to Redis is cut for.
        private static let cutSeconds =
            ProcessInfo.processInfo.environment["LINK_CUT_SECONDS"].flatMap { Double($0) } ?? 5
        private static let changeCount = 1_000
        private static let photos = [
            "bicycle", "cartridges", "drill", "glue-gun", "known-bad", "oak-chair", "vase", "water-pistol",
        ]

        private struct Seen: Decodable {
            let changes, unseen, cut_changes, answers_from_memory, entries: Int
            let p50_ms, p99_ms, longest_ms, caught_up_ms: Double
            let caught_up, is_in_redis: Bool
            let in_memory, epochs: [Int]
            let annotations: [String]
            let readiness: [String: String]
        }

        @Test func banks_changedOnEither_decideOnTheOther() async throws {
            let first = try RealStack(base: 30_800)
            let second = try RealStack(base: 30_810)
            try first.startRedis()
            let linkPort = "30807"
            let made = try first.holster(["token", "create", "mara", "--role", "curate"]).split(separator: "\n").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            try #require(made.count == 4)
            let tokens = first.folder.appending(path: "tokens")
            try Data("\(made[3])\n".utf8).write(to: tokens)
            let settings = ["HOLSTER_CALLERS_TOKEN_FILE": tokens.path, "HOLSTER_GRPC_ALLOW_UNAUTHENTICATED": "true"]
            try first.startHolster(awaiting: "degraded", settings: settings)
            let link = ["HOLSTER_REDIS_ENDPOINT": "127.0.0.1:\(linkPort)"]
            try second.startHolster(awaiting: "degraded", settings: settings.merging(link) { $1 })

            let loads = try [first, second].map { try $0.startLoad(rate: 10, seconds: 25 + Self.cutSeconds, name: "beside") }
            let output = try Oracle.run(
                "e2e_two_servers.py",
                arguments: [
                    first.grpcAddress, second.grpcAddress, made[1], "\(first.redisPort)", first.folder.path + "-redis", linkPort,
                    "\(Self.changeCount)", "\(Self.cutSeconds)",
                ] + Self.photos.map { "demo/photos/\($0).jpg" }
            )
            print("MEASURED two servers: \(String(decoding: output, as: UTF8.self))")
            let seen = try JSONDecoder().decode(Seen.self, from: output)
            #expect(seen.changes == Self.changeCount && seen.unseen == 0)
            #expect(seen.p99_ms <= 1_000)
            // Cut off, it answered by what it had, and said how old that was.
            #expect(seen.answers_from_memory > 0 && seen.annotations.contains("IDEMPOTENCY_UNCHECKED"))
            #expect(seen.annotations.contains("BANK_STALE"))
            #expect(
                seen.readiness["banks"]?.contains("ms behind Redis") == true
                    && seen.readiness["redis"]?.contains("no answer") == true
            )
            #expect(seen.caught_up)
            #expect(seen.is_in_redis)
            #expect(seen.in_memory == [seen.entries, seen.entries] && seen.epochs[0] == seen.epochs[1])
            for load in loads {
                let calls = try load.finish()
                #expect(calls.count { $0.status == "OK" } == calls.count)
            }
        }
    }
}
