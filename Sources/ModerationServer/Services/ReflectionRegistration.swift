import GRPCTransport
import ModerationAPI

extension ReflectionHandler {
    /// Registers the service under both of its names.
    func register(in router: inout GRPCRouter) {
        for method in [GRPCReflection.ReflectionService.info, GRPCReflection.ReflectionService.alphaInfo] {
            router.bidirectional(method) { (requests, responses, _) async throws(GRPCStatus) in
                for try await request in requests { try await responses.send(answer(request)) }
            }
        }
    }
}
