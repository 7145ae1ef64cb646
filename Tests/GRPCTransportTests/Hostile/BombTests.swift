import Testing

/// Few bytes that stand for many, and many frames that stand for few bytes.
@Suite(.timeLimit(.minutes(3)))
struct BombTests {
    @Test func lengthBomb_isRefusedWithoutReadingOn() async throws {
        guard let seen = try await HostilePeer.play("length_bomb") else { return }
        #expect(seen.statuses["8"] == 1 && seen.resets == ["0": 1], "\(seen)")
        #expect(seen.laterStatus == "0", "\(seen)")
    }

    /// One field of 4 KB enters the table, a byte each repeats it: 12 KB on the wire, 48 MB nominal, a hundred times.
    @Test func hpackBomb_endsTheConnection() async throws {
        guard let seen = try await HostilePeer.play("hpack_bomb", seconds: 5) else { return }
        #expect(seen.isClosed, "\(seen)")
        #expect(seen.sentChunkCount ?? .max < 20, "\(seen)")
    }

    @Test func fragmentation_whenEveryByteComesAlone_isAnswered() async throws {
        guard let seen = try await HostilePeer.play("fragmentation") else { return }
        #expect(seen.laterStatus == "0" && seen.goodCount == 50, "\(seen)")
        #expect(!seen.isClosed, "\(seen)")
    }

    @Test func metadata_whenHeadersAreTwentyKilobytes_isRefusedAndTheConnectionGoesOn() async throws {
        guard let seen = try await HostilePeer.play("long_headers") else { return }
        #expect(seen.statuses["8"] == 1 && seen.laterStatus == "0", "\(seen)")
    }
}
