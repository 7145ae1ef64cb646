import GRPCTransport
import ModerationAPI
import ModerationCore
import ModerationPipeline

/// `holster.v1.Moderation`: translates, and nothing else.
struct ModerationHandler: Sendable {
    let pipeline: ModerationPipeline
    let readiness: Readiness
    /// Checks of one stream that run at once.
    let streamConcurrency: Int

    func register(in router: inout GRPCRouter) {
        router.unary(HolsterV1.ModerationService.check) { (request, context) async throws(GRPCStatus) -> HolsterV1.Verdict in
            // The default time of a call without a deadline begins when its request is complete: a slow upload does not eat it.
            try await check(
                request,
                deadline: context.deadline.map(Deadline.init),
                receivedAt: context.deadline == nil ? .now : context.receivedAt
            )
        }
        router.bidirectional(HolsterV1.ModerationService.checkStream) { (requests, responses, context) async throws(GRPCStatus) in
            let stream = CheckStream(responses: responses, context: context, concurrency: streamConcurrency) {
                (request) async throws(GRPCStatus) -> HolsterV1.Verdict in
                // A stream lives long: each listing has a single call's time, and no more than the stream has left.
                let now = ContinuousClock.now
                let usual = now.advanced(by: Self.listingTime)
                let deadline = context.deadline.map { Deadline(min($0, usual)) }
                return try await check(request, deadline: deadline, receivedAt: now)
            }
            try await stream.run(requests, readiness: readiness)
        }
    }

    /// What a call without a deadline gets (CONTRACT).
    private static let listingTime = Duration.milliseconds(450)

    private func check(
        _ request: HolsterV1.CheckRequest,
        deadline: Deadline?,
        receivedAt: ContinuousClock.Instant
    ) async throws(GRPCStatus) -> HolsterV1.Verdict {
        do throws(ModerationError) {
            let listing = try Listing(request)
            return HolsterV1.Verdict(try await pipeline.check(listing, deadline: deadline, receivedAt: receivedAt))
        } catch {
            throw GRPCStatus(error)
        }
    }
}
