import Testing

/// Streams that are opened only to be reset, by the peer or by us because of the peer.
@Suite(.timeLimit(.minutes(3)))
struct ResetAbuseTests {
    /// Violations for which the library resets the stream: an answer that costs the peer nothing and the server a handler.
    @Test(arguments: ["window_overflow", "zero_window_update", "bad_trailers", "open_trailers", "content_length", "bad_method"])
    func madeYouReset_whenStreamsAreBrokenByTheThousand_endsTheConnectionAskingForCalm(_ violation: String) async throws {
        guard let seen = try await HostilePeer.play("made_you_reset_\(violation)", seconds: 5) else { return }
        #expect(seen.isClosed && seen.goAways.last != 0, "\(seen)")
        #expect(seen.wasToldToCalmDown || seen.goAways.last == 1, "\(seen)")
    }

    /// Violations that the library may punish with the stream's end or with the connection's.
    @Test(arguments: ["data_when_half_closed", "headers_when_half_closed", "self_dependency", "short_priority"])
    func madeYouReset_whenStreamsAreMisusedByTheThousand_endsTheConnection(_ violation: String) async throws {
        guard let seen = try await HostilePeer.play("made_you_reset_\(violation)", seconds: 5) else { return }
        #expect(seen.isClosed, "\(seen)")
    }

    @Test(arguments: ["rapid_reset", "rapid_reset_without_body"])
    func rapidReset_endsTheConnectionAndNoHandlerOutlivesIt(_ name: String) async throws {
        guard let seen = try await HostilePeer.play(name, seconds: 5) else { return }
        #expect(seen.isClosed && seen.goAways.last != 0, "\(seen)")
    }

    /// Credit of what was never read comes back, whoever reset the stream: far more than the connection's window of 16 MiB.
    @Test(arguments: ["window_leak", "window_leak_peer_resets"])
    func windowLeak_whenStreamsWithUndrainedDataWereReset_stillTakesTwentyMegabytes(_ name: String) async throws {
        guard let seen = try await HostilePeer.play(name) else { return }
        #expect(seen.isUploaded == true, "\(seen)")
        #expect(!seen.isClosed && seen.goAways.isEmpty, "\(seen)")
    }
}
