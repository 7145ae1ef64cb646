import GRPCTransport
import ModerationAPI
import Testing

/// The clients against our own server on a real socket.
struct ClientTests {
    private let soon = ContinuousClock.now + .seconds(120)

    @Test func check_carriesRequestAndVerdictWhole() async throws {
        var router = GRPCRouter()
        router.unary(HolsterV1.ModerationService.check) { (request, context) async throws(GRPCStatus) -> HolsterV1.Verdict in
            var verdict = HolsterV1.Verdict()
            verdict.requestID = request.requestID
            verdict.decision = .block
            verdict.caseID = request.photos.map { photo in
                if case .content(let bytes) = photo.source {
                    "\(bytes.count):\(bytes.reduce(0) { $0 &+ UInt64($1) })"
                } else {
                    "-"
                }
            }.joined(separator: ",")
            verdict.rung = context.metadata.text("gateway") ?? ""
            return verdict
        }
        var request = HolsterV1.CheckRequest()
        request.requestID = "r-1"
        request.photos = [
            HolsterV1.Photo(source: .content([UInt8](repeating: 1, count: 300_000)[...])), HolsterV1.Photo(source: .url("x")),
        ]
        let sent = request
        var metadata = GRPCMetadata()
        metadata.add("gateway", "g7")
        let sentMetadata = metadata
        let verdict = try await withLoopback(router) { (channel) async throws in
            try await HolsterV1.ModerationService.Client(channel).check(sent, deadline: soon, metadata: sentMetadata)
        }
        #expect(verdict.requestID == "r-1")
        #expect(verdict.decision == .block)
        #expect(verdict.caseID == "300000:300000,-")
        #expect(verdict.rung == "g7")
    }

    @Test func check_whenTheServerRefuses_throwsItsStatus() async throws {
        var router = GRPCRouter()
        router.unary(HolsterV1.ModerationService.check) { (_, _) async throws(GRPCStatus) -> HolsterV1.Verdict in
            throw GRPCStatus(.invalidArgument, "title: 501 characters, at most 500")
        }
        try await withLoopback(router) { (channel) async throws in
            await #expect(throws: GRPCStatus(.invalidArgument, "title: 501 characters, at most 500")) {
                try await HolsterV1.ModerationService.Client(channel).check(HolsterV1.CheckRequest(), deadline: soon)
            }
        }
    }

    @Test func check_whenTheAnswerDoesNotParse_throwsInternal() async throws {
        var router = GRPCRouter()
        router.unary(HolsterV1.ModerationService.check.path) { (_, _) async throws(GRPCStatus) -> GRPCMessage in
            GRPCMessage([0x0A, 0xFF])
        }
        try await withLoopback(router) { (channel) async throws in
            let error = await #expect(throws: GRPCStatus.self) {
                try await HolsterV1.ModerationService.Client(channel).check(HolsterV1.CheckRequest(), deadline: soon)
            }
            #expect(error?.code == .internalError)
        }
    }

    @Test func handler_whenTheRequestDoesNotParse_isNotCalledAndInternalIsAnswered() async throws {
        var router = GRPCRouter()
        router.unary(HolsterV1.ModerationService.check) { (_, _) async throws(GRPCStatus) -> HolsterV1.Verdict in
            throw GRPCStatus(.aborted, "must not be called")
        }
        try await withLoopback(router) { (channel) async throws in
            let error = await #expect(throws: GRPCStatus.self) {
                try await channel.unary(HolsterV1.ModerationService.check.path, GRPCMessage([0x0F]), deadline: soon)
            }
            #expect(error?.code == .internalError)
            #expect(error?.message.contains("holster.v1.CheckRequest") == true)
        }
    }

    @Test func handler_whenTheRequestHasTooManyElements_isNotCalledAndResourceExhaustedIsAnswered() async throws {
        var router = GRPCRouter()
        router.unary(HolsterV1.ModerationService.check) { (_, _) async throws(GRPCStatus) -> HolsterV1.Verdict in
            throw GRPCStatus(.aborted, "must not be called")
        }
        // Empty photos, two bytes each.
        let message = GRPCMessage((0..<70_000).flatMap { _ in [0x52, 0] as [UInt8] })
        try await withLoopback(router) { (channel) async throws in
            let error = await #expect(throws: GRPCStatus.self) {
                try await channel.unary(HolsterV1.ModerationService.check.path, message, deadline: soon)
            }
            #expect(error == GRPCStatus(.resourceExhausted, "holster.v1.CheckRequest: more than 65536 repeated elements"))
        }
    }

    @Test func health_answersByService() async throws {
        var router = GRPCRouter()
        router.unary(GRPCHealthV1.HealthService.check) { (request, _) async throws(GRPCStatus) in
            switch request.service {
            case "", HolsterV1.ModerationService.name: return GRPCHealthV1.HealthCheckResponse(status: .serving)
            default: throw GRPCStatus(.notFound, "unknown service")
            }
        }
        try await withLoopback(router) { (channel) async throws in
            let client = GRPCHealthV1.HealthService.Client(channel)
            #expect(try await client.check(deadline: soon) == .serving)
            #expect(try await client.check(service: "holster.v1.Moderation", deadline: soon) == .serving)
            await #expect(throws: GRPCStatus(.notFound, "unknown service")) {
                try await client.check(service: "x", deadline: soon)
            }
        }
    }
}
