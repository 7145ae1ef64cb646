import ModerationCore
import RedisAdapter
import Testing

@Suite(.enabled(if: RedisServer.isInstalled)) struct RedisClientTests {
    @Test func send_ofBinaryValues_givesThemBack() async throws {
        let server = try RedisServer()
        let client = try await server.client()
        let value: [UInt8] = [0, 13, 10, 36, 42, 255, 0] + Array("x".utf8)
        #expect(
            try await client.send(RedisCommand([Array("SET".utf8), Array("k".utf8), value]), deadline: soon()) == .status("OK")
        )
        #expect(try await client.run("GET", "k") == .bulk(value))
        #expect(try await client.run("GET", "none") == .null)
        #expect(try await client.run("STRLEN", "k") == .integer(8))
        await #expect(throws: RedisFailure.refused("ERR unknown command 'NONSENSE', with args beginning with: ")) {
            try await client.run("NONSENSE")
        }
        await client.close()
        await #expect(throws: RedisFailure.notConnected) { try await client.run("PING") }
    }

    @Test func send_fromManyTasks_keepsRepliesApart() async throws {
        let server = try RedisServer()
        let client = try await server.client()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<800 {
                group.addTask { try await client.run("ECHO", "n\(number)").text == "n\(number)" }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test func send_whenNobodyListens_failsAtOnce() async throws {
        let server = try RedisServer()
        server.kill()
        let client = try server.unconnectedClient()
        // The deadline is an hour away: only failing at once can end this test.
        await #expect(throws: RedisFailure.notConnected) {
            try await client.send(RedisCommand("PING"), deadline: soon(.seconds(3_600)))
        }
        #expect(await client.isReachable(deadline: soon(.seconds(3_600))) == false)
    }

    @Test func send_afterKillAndRestart_recovers() async throws {
        let server = try RedisServer()
        let client = try await server.client()
        try await client.run("SET", "k", "v")
        for _ in 0..<3 {
            server.kill()
            #expect(await eventually { !client.isConnected })
            await #expect(throws: RedisFailure.notConnected) { try await client.run("GET", "k") }
            try server.start()
            #expect(await eventually { client.isConnected })
            #expect(try await client.run("GET", "k") == .null)
        }
    }

    @Test func send_whenRedisIsFrozen_costsTheDeadlineThenNothing_andRecovers() async throws {
        let server = try RedisServer()
        let client = try await server.client { $0.stallTimeout = .milliseconds(300) }
        server.freeze()
        defer { server.thaw() }
        await #expect(throws: RedisFailure.deadlineExceeded) {
            try await client.send(RedisCommand("PING"), deadline: soon(.milliseconds(15)))
        }
        // The owed reply does not come: the connection is given up, and a new one does not count before its PING is answered.
        #expect(await eventually { !client.isConnected })
        await #expect(throws: RedisFailure.notConnected) {
            try await client.send(RedisCommand("PING"), deadline: soon(.seconds(3_600)))
        }
        server.thaw()
        #expect(await eventually { client.isConnected })
        #expect(await client.isReachable(deadline: soon()))
    }

    @Test func send_afterAMissedDeadline_doesNotMixUpReplies() async throws {
        let server = try RedisServer()
        let client = try await server.client { $0.stallTimeout = .seconds(60) }
        server.freeze()
        await #expect(throws: RedisFailure.deadlineExceeded) {
            try await client.send(RedisCommand("ECHO", "late"), deadline: soon(.milliseconds(5)))
        }
        server.thaw()
        #expect(try await client.run("ECHO", "fresh").text == "fresh")
    }

    @Test func send_beyondTheLimit_isRefusedAtOnce() async throws {
        let server = try RedisServer()
        let client = try await server.client {
            $0.commandLimit = 4
            $0.stallTimeout = .seconds(60)
        }
        server.freeze()
        // Given up at their deadline, but owed by Redis all the same: they count.
        for _ in 0..<4 {
            await #expect(throws: RedisFailure.deadlineExceeded) {
                try await client.send(RedisCommand("PING"), deadline: soon(.milliseconds(2)))
            }
        }
        await #expect(throws: RedisFailure.queueFull) {
            try await client.send(RedisCommand("PING"), deadline: soon(.seconds(3_600)))
        }
        server.thaw()
        #expect(await eventually { await client.isReachable(deadline: soon()) })
    }

    @Test func send_whenTheReplyIsTooLarge_losesTheConnectionAndRecovers() async throws {
        let server = try RedisServer()
        let client = try await server.client { $0.replyByteLimit = 1 << 20 }
        try await client.run("SETRANGE", "big", "5000000", "x")
        await #expect(throws: RedisFailure.connectionLost) { try await client.run("GET", "big") }
        #expect(await eventually { await client.isReachable(deadline: soon()) })
        #expect(try await client.run("STRLEN", "big") == .integer(5_000_001))
    }

    @Test func connect_withAPassword_authenticates() async throws {
        let server = try RedisServer("--requirepass", "secret")
        let right = try await server.client { $0.password = "secret" }
        #expect(await right.isReachable(deadline: soon()))
        let wrong = try server.unconnectedClient { $0.password = "guess" }
        try await Task.sleep(for: .milliseconds(200))
        #expect(wrong.isConnected == false)
    }

    @Test func connect_byNameAndBySocket_works() async throws {
        let server = try RedisServer()
        let named = try await server.client { $0.endpoint = .tcp(host: "localhost", port: server.port) }
        #expect(await named.isReachable(deadline: soon()))
        let local = try await server.client {
            $0.endpoint = .unix(path: server.socketPath)
            $0.database = 3
        }
        try await local.run("SET", "only", "here")
        #expect(try await named.run("GET", "only") == .null)
    }
}
