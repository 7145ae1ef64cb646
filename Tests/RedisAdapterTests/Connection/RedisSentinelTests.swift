import Foundation
import ModerationCore
import RedisAdapter
import TestSupport
import Testing

/// Two servers, a replica of the other, watched by one real sentinel.
@Suite(.enabled(if: RedisServer.isInstalled), .serialized) struct RedisSentinelTests {
    private func sentinel(of master: RedisServer) throws -> RedisServer {
        try RedisServer(
            sentinel: """
                sentinel monitor main 127.0.0.1 \(master.port) 1
                sentinel down-after-milliseconds main 500
                sentinel failover-timeout main 2000

                """
        )
    }

    private func endpoint(_ sentinels: Int...) -> RedisConfiguration.Endpoint {
        .sentinel(addresses: sentinels.map { .init(host: "127.0.0.1", port: $0) }, master: "main")
    }

    @Test func connect_whenTheMasterDies_followsTheSentinelToTheReplica() async throws {
        let first = try RedisServer()
        let second = try RedisServer("--replicaof", "127.0.0.1", String(first.port))
        let replica = try await second.client()
        // A sentinel looks for replicas at its start, and then every ten seconds.
        #expect(await eventually { (try? await replica.run("ROLE"))?.elements?[3].text == "connected" })
        let sentinel = try sentinel(of: first)
        // The first address has no sentinel.
        let client = try first.unconnectedClient { $0.endpoint = endpoint(1, sentinel.port) }
        #expect(await eventually { client.isConnected })
        let store = RedisBankStore(client: client, time: testTime)
        let sink = BankSink()
        let follower = RedisBankFollower(
            client: try first.unconnectedClient { $0.endpoint = endpoint(sentinel.port) },
            sink: sink,
            time: testTime
        )
        let running = Task { await follower.run() }
        _ = try await store.create(RedisBankStoreTests.bank)
        _ = try await store.put(RedisBankStoreTests.entry("a"), bank: "guns")
        #expect(await eventually { sink.ids("guns") == ["a"] })
        // Until the sentinel knows the replica, it has nobody to promote.
        let watch = try first.unconnectedClient { $0.endpoint = .tcp(host: "127.0.0.1", port: sentinel.port) }
        #expect(await eventually { (try? await watch.run("SENTINEL", "replicas", "main"))?.elements?.count == 1 })
        #expect(try await eventually { try await replica.run("EXISTS", "holster:{bank:guns}:entries") == .integer(1) })
        let began = ContinuousClock.now
        first.kill()
        #expect(await eventually { (try? await store.put(RedisBankStoreTests.entry("b"), bank: "guns")) != nil })
        print("MEASURED failover by sentinel, from the master's death to a change on the new one: \(began.duration(to: .now))")
        #expect(await eventually { sink.ids("guns") == ["a", "b"] })
        #expect(try await replica.run("ROLE").elements?.first?.text == "master")
        running.cancel()
        await running.value
    }

    @Test func connect_toAReplicaThatASentinelNamed_isNotAConnection() async throws {
        let master = try RedisServer()
        let replica = try RedisServer("--replicaof", "127.0.0.1", String(master.port))
        _ = try await replica.client()
        // This sentinel takes the replica for the master.
        let sentinel = try sentinel(of: replica)
        let client = try master.unconnectedClient { $0.endpoint = endpoint(sentinel.port) }
        try await Task.sleep(for: .milliseconds(700))
        #expect(!client.isConnected)
        try await (try await replica.client()).run("REPLICAOF", "NO", "ONE")
        #expect(await eventually { client.isConnected })
    }

    @Test func connect_whenNoSentinelKnowsTheMaster_fails() async throws {
        let master = try RedisServer()
        let sentinel = try sentinel(of: master)
        let client = try master.unconnectedClient {
            $0.endpoint = .sentinel(addresses: [.init(host: "127.0.0.1", port: sentinel.port)], master: "other")
        }
        // Neither is an ordinary server a sentinel.
        let lost = try master.unconnectedClient { $0.endpoint = endpoint(master.port) }
        try await Task.sleep(for: .milliseconds(500))
        #expect(!client.isConnected && !lost.isConnected)
        await client.close()
        await lost.close()
    }
}
