import GRPCTransport
import ModerationAPI
import ModerationCore
import ModerationPipeline

/// `holster.v1.Moderation`: translates, and nothing else.
struct ModerationHandler: Sendable {
    let pipeline: ModerationPipeline

    func register(in router: inout GRPCRouter) {
        router.unary(HolsterV1.ModerationService.check) { (request, context) async throws(GRPCStatus) -> HolsterV1.Verdict in
            try await check(request, context)
        }
    }

    private func check(
        _ request: HolsterV1.CheckRequest,
        _ context: GRPCServerContext
    ) async throws(GRPCStatus) -> HolsterV1.Verdict {
        do throws(ModerationError) {
            let listing = try Listing(request)
            // The default time of a call without a deadline begins when its request is complete: a slow upload does not eat it.
            let verdict = try await pipeline.check(
                listing,
                deadline: context.deadline.map(Deadline.init),
                receivedAt: context.deadline == nil ? .now : context.receivedAt
            )
            return HolsterV1.Verdict(verdict)
        } catch {
            throw GRPCStatus(error)
        }
    }
}
