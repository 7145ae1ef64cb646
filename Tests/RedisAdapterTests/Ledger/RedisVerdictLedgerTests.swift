import Foundation
import ModerationCore
import RedisAdapter
import TestSupport
import Testing

@Suite(.enabled(if: RedisServer.isInstalled)) struct RedisVerdictLedgerTests {
    private func verdict(_ request: String, _ decision: Decision = .review) -> Verdict {
        Verdict(requestID: request, listingID: "l", decision: decision, decidedAt: UnixTime(milliseconds: 1))
    }

    /// Generous on a loaded machine; production waits 25 ms.
    private func ledger(_ server: RedisServer) async throws -> RedisVerdictLedger {
        RedisVerdictLedger(client: try await server.client(), time: testTime, commandBudget: .seconds(5))
    }

    @Test func claim_ofOneIDByTwoLedgers_givesExactlyOne() async throws {
        let server = try RedisServer()
        let ledgers = [try await ledger(server), try await ledger(server)]
        for round in 0..<20 {
            let claims = await withTaskGroup(of: RequestClaim.self) { group in
                for number in 0..<8 {
                    let ledger = ledgers[number % 2]
                    group.addTask {
                        let claim = await ledger.claim(requestID: "r\(round)", contentDigest: "d", deadline: soon(.seconds(60)))
                        if claim == .claimed {
                            await ledger.fulfil(
                                requestID: "r\(round)",
                                contentDigest: "d",
                                verdict: stored(verdict("r\(round)")),
                                deadline: soon()
                            )
                        }
                        return claim
                    }
                }
                return await group.reduce(into: [RequestClaim]()) { $0.append($1) }
            }
            var replayed = verdict("r\(round)")
            replayed.isReplayed = true
            #expect(claims.count { $0 == .claimed } == 1)
            #expect(claims.count { $0 == .decided(replayed) } == 7)
        }
    }

    @Test func claim_whileAnotherHoldsItToTheEnd_isPending() async throws {
        let server = try RedisServer()
        let first = try await ledger(server)
        #expect(await first.claim(requestID: "r", contentDigest: "d", deadline: soon()) == .claimed)
        #expect(try await ledger(server).claim(requestID: "r", contentDigest: "d", deadline: soon(.seconds(3))) == .pending)
    }

    @Test func claim_whileAnotherDecides_waitsForTheVerdict() async throws {
        let server = try RedisServer()
        let first = try await ledger(server)
        let second = try await ledger(server)
        #expect(await first.claim(requestID: "r", contentDigest: "d", deadline: soon()) == .claimed)
        async let waiting = second.claim(requestID: "r", contentDigest: "d", deadline: soon(.seconds(20)))
        try await Task.sleep(for: .milliseconds(50))
        await first.fulfil(requestID: "r", contentDigest: "d", verdict: stored(verdict("r")), deadline: soon())
        var expected = verdict("r")
        expected.isReplayed = true
        #expect(await waiting == .decided(expected))
        #expect(await second.claim(requestID: "r", contentDigest: "other", deadline: soon()) == .contentDiffers)
    }

    @Test func claim_ofOtherContent_isRefusedWhileClaimedToo() async throws {
        let server = try RedisServer()
        let ledger = try await ledger(server)
        #expect(await ledger.claim(requestID: "r", contentDigest: "d", deadline: soon()) == .claimed)
        #expect(await ledger.claim(requestID: "r", contentDigest: "e", deadline: soon()) == .contentDiffers)
    }

    @Test func abandon_byTheOwnerOnly_freesTheID() async throws {
        let server = try RedisServer()
        let first = try await ledger(server)
        let second = try await ledger(server)
        #expect(await first.claim(requestID: "r", contentDigest: "d", deadline: soon()) == .claimed)
        await second.abandon(requestID: "r", contentDigest: "d")
        #expect(await second.claim(requestID: "r", contentDigest: "d", deadline: soon(.seconds(2))) == .pending)
        await first.abandon(requestID: "r", contentDigest: "d")
        #expect(await second.claim(requestID: "r", contentDigest: "d", deadline: soon()) == .claimed)
        await second.fulfil(requestID: "r", contentDigest: "d", verdict: stored(verdict("r")), deadline: soon())
        await second.abandon(requestID: "r", contentDigest: "d")
        guard case .decided = await first.claim(requestID: "r", contentDigest: "d", deadline: soon()) else {
            Issue.record("abandon must not remove a verdict")
            return
        }
    }

    @Test func fulfil_afterAnotherVerdict_keepsTheFirst() async throws {
        let server = try RedisServer()
        let ledger = try await ledger(server)
        // Decided without a claim, as while Redis was away.
        await ledger.fulfil(requestID: "r", contentDigest: "d", verdict: stored(verdict("r", .block)), deadline: soon())
        await ledger.fulfil(requestID: "r", contentDigest: "d", verdict: stored(verdict("r", .allow)), deadline: soon())
        await ledger.fulfil(requestID: "r", contentDigest: "other", verdict: stored(verdict("r", .allow)), deadline: soon())
        guard case .decided(let kept) = await ledger.claim(requestID: "r", contentDigest: "d", deadline: soon()) else {
            Issue.record("no verdict")
            return
        }
        #expect(kept.decision == .block)
    }

    @Test func keys_always_areTheContracts() async throws {
        let server = try RedisServer()
        let client = try await server.client()
        let ledger = try await ledger(server)
        _ = await ledger.claim(requestID: "r", contentDigest: "d", deadline: soon())
        #expect(try await client.run("GET", "holster:verdict:r").text?.hasPrefix("claim:d:") == true)
        let claimLife = try #require(try await client.run("TTL", "holster:verdict:r").number)
        #expect((1...15).contains(claimLife))
        await ledger.fulfil(requestID: "r", contentDigest: "d", verdict: stored(verdict("r")), deadline: soon())
        #expect(try await client.run("GET", "holster:verdict:r").text?.hasPrefix("verdict:d:{") == true)
        let verdictLife = try #require(try await client.run("TTL", "holster:verdict:r").number)
        #expect((86_300...86_400).contains(verdictLife))
    }

    @Test(arguments: ["", "x", "claim:", "claim:d", "verdict:d:{", "verdict:d:{\"decision\":9}", ":::", "verdict::{}"])
    func claim_onGarbage_isUnchecked(value: String) async throws {
        let server = try RedisServer()
        let client = try await server.client()
        try await client.run("SET", "holster:verdict:r", value)
        #expect(try await ledger(server).claim(requestID: "r", contentDigest: "d", deadline: soon()) == .unchecked)
        try await client.run("DEL", "holster:verdict:r")
        try await client.run("LPUSH", "holster:verdict:r", "a list")
        #expect(try await ledger(server).claim(requestID: "r", contentDigest: "d", deadline: soon()) == .unchecked)
    }

    @Test func claim_whenRedisIsAwayOrFrozen_isUnchecked() async throws {
        let server = try RedisServer()
        let client = try await server.client()
        let ledger = RedisVerdictLedger(client: client, time: testTime)
        server.freeze()
        #expect(await ledger.claim(requestID: "r", contentDigest: "d", deadline: soon(.seconds(3_600))) == .unchecked)
        server.thaw()
        server.kill()
        #expect(await eventually { !client.isConnected })
        #expect(await ledger.claim(requestID: "r", contentDigest: "d", deadline: soon(.seconds(3_600))) == .unchecked)
        await ledger.fulfil(requestID: "r", contentDigest: "d", verdict: stored(verdict("r")), deadline: soon())
        await ledger.abandon(requestID: "r", contentDigest: "d")
    }
}
