import GRPCTransport
import ModerationAPI

extension ReflectionHandler {
    /// Questions are names; answers repeat them.
    private static let questionLimit = 4 << 10

    /// Registers the service under both of its names. Clients keep such streams open: they end when the server drains.
    func register(in router: inout GRPCRouter, readiness: Readiness) {
        for method in [GRPCReflection.ReflectionService.info, GRPCReflection.ReflectionService.alphaInfo] {
            router.bidirectional(method, maxRequestByteCount: Self.questionLimit) {
                (requests, responses, context) async throws(GRPCStatus) in
                let failure = await readiness.untilDraining(on: context.eventLoop) {
                    do throws(GRPCStatus) {
                        for try await request in requests { try await responses.send(answer(request)) }
                        return nil
                    } catch {
                        return error
                    }
                }
                if let failure { throw failure }
            }
        }
    }
}
