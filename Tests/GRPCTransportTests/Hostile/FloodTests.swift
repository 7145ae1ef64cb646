import Testing

/// The flood set: frames that cost the server more than the peer. Each ends the connection; the server goes on.
@Suite(.timeLimit(.minutes(3)))
struct FloodTests {
    @Test(arguments: [
        "ping", "ping_ack", "settings", "settings_full", "priority", "empty_data", "one_byte_data",
        "padding_only_data", "unknown_frames", "window_update", "stream_window_update", "goaway",
    ])
    func floodSet_whenFramesBringNothing_endsTheConnectionAskingForCalm(_ kind: String) async throws {
        guard let seen = try await HostilePeer.play("flood_\(kind)", seconds: 5) else { return }
        #expect(seen.wasToldToCalmDown, "\(seen)")
    }

    /// Breaches of the protocol as such: any GOAWAY will do, and none where the library gives up at once.
    @Test(arguments: ["continuation", "continuation_bytes", "push_promise", "settings_ack"])
    func floodSet_whenFramesAreNotAllowed_endsTheConnection(_ kind: String) async throws {
        guard let seen = try await HostilePeer.play("flood_\(kind)", seconds: 5) else { return }
        #expect(seen.isClosed && seen.goAways.last != 0, "\(seen)")
    }

    @Test func floodSet_whenStreamsAreOpenedWithoutAField_endsTheConnection() async throws {
        guard let seen = try await HostilePeer.play("flood_empty_headers", seconds: 5) else { return }
        #expect(seen.isClosed && seen.goAways.last != 0, "\(seen)")
    }

    /// Trailers without a field are allowed where they end the stream: so many calls without a message, each answered.
    @Test func floodSet_whenTrailersAreEmpty_answersEachCall() async throws {
        guard let seen = try await HostilePeer.play("flood_empty_trailers", seconds: 2) else { return }
        #expect(seen.isClosed || seen.statuses == ["12": 20_000], "\(seen)")
    }
}
