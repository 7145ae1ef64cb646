import Foundation
import Reactor
import TestSupport
import Testing

/// What a server must put up with, and where it draws the line.
@Suite(.timeLimit(.minutes(3)))
struct ConductTests {
    @Test func pingStrikes_whenNothingElseHappens_endTheConnectionAskingForCalm() async throws {
        guard let seen = try await HostilePeer.play("ping_strikes") else { return }
        #expect(seen.wasToldToCalmDown, "\(seen)")
    }

    /// 100 MB up with a PING after every 64 KB: the C core probes the bandwidth like this, and must not be punished.
    @Test func pingStrikes_whenAHundredMegabytesAreUploadedWithProbes_neverCome() async throws {
        guard let seen = try await HostilePeer.play("probing_upload") else { return }
        #expect(seen.goodCount == 5 && seen.goAways.isEmpty && !seen.isClosed, "\(seen)")
        #expect(seen.pongCount > 1_000, "\(seen)")
    }

    /// The same amount through the C core itself, whose probes are its own: one connection, which stays.
    @Test func pingStrikes_whenTheCCoreUploadsAHundredMegabytes_neverCome() async throws {
        guard let python = Repository.oraclePython else { return }
        struct Seen: Decodable {
            let goodCount: Int
            let states: [String]
        }
        let server = try LiveServer()
        let address = "127.0.0.1:\(server.endpoint.port ?? 0)"
        let pool = WorkerPool(name: "peer", threadCount: 1, queueLimit: 1)
        let outcome = try await pool.run {
            Result { try Oracle.finish("grpcio_upload.py", interpreter: python, arguments: [address]) }
        }.get()
        let seen = try JSONDecoder().decode(Seen.self, from: outcome.output)
        #expect(seen.goodCount == 6)
        #expect(seen.states.count { $0 == "READY" } == 1 && !seen.states.contains("TRANSIENT_FAILURE"), "\(seen)")
        await HostilePeer.expectUnharmed(server, "grpcio_upload")
    }

    @Test func streamsOverTheLimit_areRefusedAndTheConnectionLives() async throws {
        guard let seen = try await HostilePeer.play("streams_over_limit", { $0.maxConcurrentStreamsPerConnection = 10 }) else {
            return
        }
        #expect(seen.goodCount == 5 && seen.laterStatus == "0", "\(seen)")
        #expect(seen.goAways.isEmpty && !seen.isClosed, "\(seen)")
    }

    @Test func goAway_whenTheCallerSendsItDuringACall_isAnsweredBeforeTheEnd() async throws {
        guard let seen = try await HostilePeer.play("goaway_as_client") else { return }
        #expect(seen.laterStatus == "0" && seen.isClosed, "\(seen)")
    }

    @Test func duplicateFinalFrames_whenTheyComeFromTheCaller_areIgnored() async throws {
        guard let seen = try await HostilePeer.play("frames_after_the_end") else { return }
        #expect(seen.laterStatus == "0" && seen.goAways.isEmpty, "\(seen)")
    }

    /// HTTP status, or `nil` for a reset, of requests that are not gRPC's; the connection goes on.
    @Test(arguments: [("get", "405"), ("wrong_content_type", "415"), ("without_te", "200"), ("connection_header", nil)])
    func httpFallback_whenTheRequestIsNotGRPC_isAnsweredInHTTP(_ name: String, _ status: String?) async throws {
        guard let seen = try await HostilePeer.play("http_\(name)") else { return }
        #expect(seen.httpStatus == status, "\(seen)")
        #expect(seen.laterStatus == "0", "\(seen)")
        if status == nil { #expect(seen.resets == ["1": 1], "\(seen)") }
    }
}
