import GRPCTransport
import ModerationAPI
import Testing

/// Calls in which the caller sends many messages, against our own server on a real socket.
struct BanksClientTests {
    private let soon = ContinuousClock.now + .seconds(120)

    private func router(_ answer: @escaping @Sendable (UInt64) throws(GRPCStatus) -> HolsterV1.ImportResponse) -> GRPCRouter {
        var router = GRPCRouter()
        router.clientStreaming(HolsterV1.BanksService.importEntries) { (requests, _) async throws(GRPCStatus) in
            var byteCount: UInt64 = 0
            var iterator = requests.makeAsyncIterator()
            while let request = try await iterator.next(isolation: nil) {
                if case .chunk(let bytes) = request.part { byteCount += UInt64(bytes.count) }
            }
            return try answer(byteCount)
        }
        return router
    }

    private func chunk(_ byteCount: Int) -> HolsterV1.ImportRequest {
        var request = HolsterV1.ImportRequest()
        request.part = .chunk([UInt8](repeating: 7, count: byteCount)[...])
        return request
    }

    @Test func finish_afterManyMessages_returnsTheAnswer() async throws {
        let router = router { byteCount in
            var response = HolsterV1.ImportResponse()
            response.acceptedCount = byteCount
            return response
        }
        try await withLoopback(router) { (channel) async throws in
            let call = try HolsterV1.BanksService.Client(channel).importEntries(deadline: soon)
            // More than a stream's window: the server reads on, or this would wait for ever.
            for _ in 0..<40 { try await call.send(chunk(300_000)) }
            #expect(try await call.finish().acceptedCount == 12_000_000)
        }
    }

    @Test func finish_whenTheServerRefuses_throwsItsStatus() async throws {
        let router = router { (_) throws(GRPCStatus) in throw GRPCStatus(.permissionDenied, "lacks the role") }
        try await withLoopback(router) { (channel) async throws in
            let call = try HolsterV1.BanksService.Client(channel).importEntries(deadline: soon)
            await #expect(throws: GRPCStatus(.permissionDenied, "lacks the role")) { _ = try await call.finish() }
        }
    }

    @Test func finish_whenTheServerAnswersWithNothing_throwsInternal() async throws {
        var router = GRPCRouter()
        router.streaming(HolsterV1.BanksService.importEntries.path) { (_, _, _) async throws(GRPCStatus) in }
        try await withLoopback(router) { (channel) async throws in
            let call = try HolsterV1.BanksService.Client(channel).importEntries(deadline: soon)
            let status = await #expect(throws: GRPCStatus.self) { _ = try await call.finish() }
            #expect(status?.code == .internalError)
        }
    }
}
