import Testing

/// The flood set: frames that cost the server more than the peer. Each ends the connection; the server goes on.
@Suite(.timeLimit(.minutes(3)))
struct FloodTests {
    @Test(arguments: [
        "ping", "ping_ack", "settings", "settings_full", "settings_ack", "priority", "empty_data", "one_byte_data",
        "padding_only_data", "unknown_frames", "window_update", "stream_window_update", "goaway",
    ])
    func floodSet_whenFramesBringNothing_endsTheConnectionAskingForCalm(_ kind: String) async throws {
        guard let seen = try await HostilePeer.play("flood_\(kind)", seconds: 5) else { return }
        #expect(seen.wasToldToCalmDown, "\(seen)")
        // Long before the peer was through with it.
        #expect(seen.sentChunkCount ?? .max < 600, "\(seen)")
    }

    /// Breaches of the protocol as such: any GOAWAY will do, and none where the library gives up at once.
    @Test(arguments: ["continuation", "continuation_bytes", "push_promise"])
    func floodSet_whenFramesAreNotAllowed_endsTheConnection(_ kind: String) async throws {
        guard let seen = try await HostilePeer.play("flood_\(kind)", seconds: 5) else { return }
        #expect(seen.isClosed, "\(seen)")
        #expect(seen.sentChunkCount ?? .max < 50, "\(seen)")
    }

    /// Streams opened with, or trailed by, a block without a field.
    @Test(arguments: ["empty_headers", "empty_trailers"])
    func floodSet_whenHeaderBlocksAreEmpty_endsTheConnection(_ kind: String) async throws {
        guard let seen = try await HostilePeer.play("flood_\(kind)", seconds: 5) else { return }
        #expect(seen.isClosed, "\(seen)")
        #expect(seen.sentChunkCount ?? .max < 10_000, "\(seen)")
    }
}
