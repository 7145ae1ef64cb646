import GRPCTransport
import Testing

/// Peers that are slow, silent, or never read. Each test sets the one limit it is about to some seconds.
@Suite(.timeLimit(.minutes(3)))
struct SlowPeerTests {
    @Test(arguments: ["silence", "half_preface", "preface_without_settings"])
    func halfAPreface_whenTheRestDoesNotCome_closes(_ name: String) async throws {
        guard let seen = try await HostilePeer.play(name, { $0.handshakeTimeout = .seconds(1) }) else { return }
        #expect(seen.isClosed, "\(seen)")
    }

    @Test(arguments: ["slow_headers", "half_frame", "slow_headers_kept_alive"])
    func slowHeaders_whenTheBlockIsNotCompleted_closes(_ name: String) async throws {
        guard let seen = try await HostilePeer.play(name, { $0.headerTimeout = .seconds(1) }) else { return }
        #expect(seen.isClosed, "\(seen)")
    }

    @Test func slowBody_whenTheMessageDoesNotArriveInTime_isDeadlineExceeded() async throws {
        guard let seen = try await HostilePeer.play("slow_body", { $0.requestReceiveTimeout = .seconds(1) }) else { return }
        #expect(seen.statuses == ["4": 1], "\(seen)")
    }

    @Test(arguments: ["idle", "idle_without_answering_pings"])
    func idleConnection_isDrainedAndClosed(_ name: String) async throws {
        guard let seen = try await HostilePeer.play(name, { $0.idleTimeout = .seconds(1) }) else { return }
        #expect(seen.isClosed && seen.goAways.allSatisfy { $0 == 0 } && !seen.goAways.isEmpty, "\(seen)")
        #expect(name != "idle" || seen.laterStatus == "0", "\(seen)")
    }

    @Test func idleConnection_whenItOnlyPings_isDrainedAllTheSame() async throws {
        guard let seen = try await HostilePeer.play("idle_kept_open_by_pings", { $0.idleTimeout = .seconds(1) }) else { return }
        #expect(seen.isClosed, "\(seen)")
    }

    @Test func slowReader_whenNothingIsRead_closes() async throws {
        guard let seen = try await HostilePeer.play("never_reads", seconds: 5, { $0.writeProgressTimeout = .seconds(1) }) else {
            return
        }
        #expect(seen.isClosed, "\(seen)")
    }

    /// The socket takes what there is; the windows let nothing through, for ever.
    @Test(arguments: ["zero_window", "connection_window_kept_shut"])
    func slowReader_whenTheWindowStaysShut_closes(_ name: String) async throws {
        guard let seen = try await HostilePeer.play(name, { $0.writeProgressTimeout = .seconds(1) }) else { return }
        #expect(seen.isClosed, "\(seen)")
    }

    /// A hundred answers trickle to one peer; another is served meanwhile, and nothing is left once the first is gone.
    @Test func slowReader_whenItReadsAHundredStreamsByTheKilobyte_holdsUpNobodyElse() async throws {
        _ = try await HostilePeer.play(
            "slow_reader",
            seconds: 4,
            meanwhile: { server in
                let client = try LiveClient(server.endpoint)
                for number in 0..<100 {
                    #expect(await client.call("Echo", [UInt8(number)]).bytes == [UInt8(number)])
                    try await Task.sleep(for: .milliseconds(20))
                }
                client.stop()
            }
        )
    }
}
