import Foundation
import GRPCTransport
import Reactor
import TestSupport
import Testing

/// Plays a case of `Tests/Oracles/hostile_peer.py` against a server of ours, and checks that the server took no harm.
enum HostilePeer {
    /// What the peer saw.
    struct Report: Decodable, Sendable {
        let isClosed: Bool
        /// The connection ended with a reset, which may swallow a GOAWAY that was on its way.
        let wasReset: Bool
        /// Error codes of the GOAWAY frames, in order.
        let goAways: [Int]
        /// RST_STREAM codes, and how many streams got them.
        let resets: [String: Int]
        /// `grpc-status` values, and how many streams got them.
        let statuses: [String: Int]
        let pongCount: Int
        var closedAfter: Double?
        var sentChunkCount: Int?
        var isUploaded: Bool?
        var laterStatus: String?
        var goodCount: Int?
        var httpStatus: String?

        /// Closed with GOAWAY(ENHANCE_YOUR_CALM), as far as the peer could see.
        var wasToldToCalmDown: Bool { isClosed && (goAways.last == 11 || wasReset && goAways.isEmpty) }
    }

    /// `nil` where Debian's Python packages are absent. `seconds` is how long the peer waits for the connection's end.
    static func play(
        _ name: String,
        seconds: Int = 20,
        meanwhile: @Sendable (LiveServer) async throws -> Void = { _ in },
        _ adjust: (inout GRPCServer.Configuration) -> Void = { _ in }
    ) async throws -> Report? {
        guard let python = Repository.debianPython else { return nil }
        let server = try LiveServer(adjust)
        let arguments = ["127.0.0.1:\(server.endpoint.port ?? 0)", "--case", name, "--seconds", "\(seconds)"]
        let pool = WorkerPool(name: "peer", threadCount: 1, queueLimit: 1)
        async let outcome = pool.run {
            Result { try Oracle.finish("hostile_peer.py", interpreter: python, arguments: arguments) }
        }
        try await meanwhile(server)
        let finished = try await outcome.get()
        #expect(finished.exitStatus == 0, "\(name): \(finished.errorText.suffix(2_000))")
        let seen = try JSONDecoder().decode(Report.self, from: finished.output)
        await expectUnharmed(server, name)
        print("hostile: \(name): \(String(decoding: finished.output, as: UTF8.self).trimmingCharacters(in: .newlines))")
        return seen
    }

    /// Nothing is left of the peer, and another connection is served.
    static func expectUnharmed(_ server: LiveServer, _ name: String) async {
        #expect(await eventually { server.server.runningCallCount == 0 }, "\(name): handlers were left running")
        #expect(await eventually { server.server.bufferedRequestByteCount == 0 }, "\(name): bytes were left")
        do {
            let client = try LiveClient(server.endpoint)
            #expect(await client.call("Echo", [9]).bytes == [9], "\(name): the server serves nobody else")
            client.stop()
        } catch {
            Issue.record("\(name): \(error)")
        }
        await server.stop()
    }
}
