import Foundation
import Reactor
import TestSupport
import Testing

/// What a caller sees on the wire, frame by frame, without a gRPC library between.
@Suite(.timeLimit(.minutes(3)))
struct ProtocolCasesTests {
    private struct Answer: Decodable {
        /// Of the headers and the trailers.
        let fields: [String: String]
        let headerFrameCount: Int
        let byteCount: Int

        var http: String? { fields[":status"] }
        var grpc: String? { fields["grpc-status"] }
    }

    /// One answer a call of the case; `nil` where Debian's Python packages are absent.
    private func play(_ name: String, on server: LiveServer) async throws -> [Answer]? {
        guard let python = Repository.debianPython else { return nil }
        let arguments = ["127.0.0.1:\(server.endpoint.port ?? 0)", "--case", name]
        let pool = WorkerPool(name: "peer", threadCount: 1, queueLimit: 1)
        let outcome = try await pool.run {
            Result { try Oracle.finish("protocol_cases.py", interpreter: python, arguments: arguments) }
        }.get()
        #expect(outcome.exitStatus == 0, "\(name): \(outcome.errorText.suffix(2_000))")
        return try JSONDecoder().decode([Answer].self, from: outcome.output)
    }

    private func answers(_ name: String) async throws -> [Answer]? {
        let server = try LiveServer()
        let answers = try await play(name, on: server)
        await HostilePeer.expectUnharmed(server, name)
        return answers
    }

    @Test func unaryCore_isHeadersMessageTrailers() async throws {
        guard let answer = try await answers("unary")?.first else { return }
        #expect(answer.http == "200" && answer.grpc == "0")
        #expect(answer.fields["content-type"] == "application/grpc")
        #expect(answer.headerFrameCount == 2 && answer.byteCount == 8)
    }

    @Test func trailersOnly_whenTheHandlerFails_isOneHeadersFrame() async throws {
        guard let answer = try await answers("trailers_only")?.first else { return }
        #expect(answer.http == "200" && answer.grpc == "5")
        #expect(answer.fields["grpc-message"] == "none of that name")
        #expect(answer.fields["content-type"] == "application/grpc")
        #expect(answer.headerFrameCount == 1 && answer.byteCount == 0)
    }

    @Test func compression_whenGzip_isTaken_alsoWithPlainMessages() async throws {
        guard let answers = try await answers("gzip") else { return }
        #expect(answers.map(\.grpc) == ["0", "0"])
        #expect(answers.map(\.byteCount) == [405, 8])
    }

    @Test func compression_whenTheEncodingIsUnknown_isUnimplementedAndSaysWhatIsKnown() async throws {
        guard let answer = try await answers("unknown_encoding")?.first else { return }
        #expect(answer.http == "200" && answer.grpc == "12")
        #expect(answer.fields["grpc-accept-encoding"] == "identity,gzip")
    }

    @Test func compression_whenTheFlagHasNoEncoding_isInternal() async throws {
        guard let answers = try await answers("flag_without_encoding") else { return }
        #expect(answers.map(\.grpc) == ["13", "13"])
    }

    /// 200 KB on the wire, 200 MB in memory.
    @Test func compression_whenAZipBombIsWrittenByHand_isResourceExhausted() async throws {
        guard let answer = try await answers("zip_bomb")?.first else { return }
        #expect(answer.grpc == "8" && answer.byteCount == 0)
    }

    @Test func timeoutParsing_whenMalformed_isRefusedInHTTPAndInGRPC() async throws {
        guard let answers = try await answers("bad_timeouts") else { return }
        #expect(answers.count == 6)
        #expect(answers.allSatisfy { $0.http == "400" && $0.grpc == "13" }, "\(answers)")
    }

    /// 99999999H is more nanoseconds than an Int64 holds.
    @Test func timeoutParsing_whenWellFormed_takesEveryUnitAndSaturates() async throws {
        guard let answers = try await answers("good_timeouts") else { return }
        #expect(answers.map(\.grpc) == [String](repeating: "0", count: 6))
    }

    @Test func timeoutParsing_whenZero_isDeadlineExceededAtOnce() async throws {
        guard let answer = try await answers("no_time")?.first else { return }
        #expect(answer.grpc == "4" && answer.byteCount == 0)
    }

    @Test func deadline_whenFiftyMillisecondsPassOnTheServer_isTrailersOnlyFourAndTheHandlerIsCancelled() async throws {
        let server = try LiveServer()
        if let answer = try await play("fifty_milliseconds", on: server)?.first {
            #expect(answer.http == "200" && answer.grpc == "4")
            #expect(answer.headerFrameCount == 1 && answer.byteCount == 0)
            #expect(await eventually { server.cancelledCallCount.count == 1 })
        }
        await HostilePeer.expectUnharmed(server, "fifty_milliseconds")
    }

    @Test func metadata_whenBinary_isTakenPaddedAndJoinedAndSentUnpadded() async throws {
        guard let answers = try await answers("binary_metadata") else { return }
        #expect(answers.prefix(2).map { $0.fields["x-bin"] } == ["Zm8", "Zm8"])
        #expect(["Zm9v", "Zg,Zm9v"].contains(answers[2].fields["x-bin"]), "\(answers[2].fields)")
        #expect(answers[3].http == "400" && answers[3].grpc == "13")
    }

    @Test func metadata_whenTheMessageIsNotASCII_isPercentEncoded() async throws {
        guard let answer = try await answers("status_message")?.first else { return }
        #expect(answer.grpc == "2")
        #expect(answer.fields["grpc-message"] == "100%25 gr%C3%B6%C3%9Fer %F0%9F%99%82%0A")
    }
}
