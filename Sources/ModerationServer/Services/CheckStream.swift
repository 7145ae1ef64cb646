import GRPCTransport
import ModerationAPI
import Reactor

/// One CheckStream call: so many checks at once, each answered when it is ready.
///
/// Reads the next request only when a check may begin, so a caller that sends faster than verdicts come is held back by flow control. A listing
/// that gets no verdict is answered with its failure, and the stream goes on.
struct CheckStream: Sendable {
    typealias Check = @Sendable (HolsterV1.CheckRequest) async throws(GRPCStatus) -> HolsterV1.Verdict

    private let responses: MessageWriter<HolsterV1.CheckStreamResponse>
    private let context: GRPCServerContext
    private let slots: StreamSlots
    private let check: Check

    init(
        responses: MessageWriter<HolsterV1.CheckStreamResponse>,
        context: GRPCServerContext,
        concurrency: Int,
        check: @escaping Check
    ) {
        self.responses = responses
        self.context = context
        slots = StreamSlots(count: concurrency)
        self.check = check
    }

    /// Returns when the caller has sent its last request and every answer is on its way. When the server drains, what was read is answered
    /// and the call ends with UNAVAILABLE.
    func run(_ requests: DecodedMessages<HolsterV1.CheckRequest, GRPCRequestMessages>, readiness: Readiness)
        async throws(GRPCStatus)
    {
        let failure = await readiness.untilDraining(on: context.eventLoop) { await read(requests) }
        await slots.allFree()
        if let failure { throw failure }
    }

    private func read(_ requests: DecodedMessages<HolsterV1.CheckRequest, GRPCRequestMessages>) async -> GRPCStatus? {
        do throws(GRPCStatus) {
            var iterator = requests.makeAsyncIterator()
            while true {
                await slots.take()
                // A caller that keeps the stream full never makes `next` wait, which is where it would notice.
                guard !Task.isCancelled else {
                    slots.giveBack()
                    return GRPCStatus(.cancelled, "no more is read")
                }
                let request: HolsterV1.CheckRequest?
                do throws(GRPCStatus) {
                    request = try await iterator.next(isolation: nil)
                } catch {
                    slots.giveBack()
                    throw error
                }
                guard let request else {
                    slots.giveBack()
                    return nil
                }
                task { await answer(request) }
            }
        } catch {
            return error
        }
    }

    private func answer(_ request: HolsterV1.CheckRequest) async {
        let outcome: HolsterV1.CheckStreamResponse.Outcome
        var heldByteCount = 0
        do throws(GRPCStatus) {
            // Its message counts as read; the request is kept until its answer is on its way.
            try context.hold(byteCount: request.heldByteCount)
            heldByteCount = request.heldByteCount
            // Each listing is as much work as a call of its own.
            try context.admitMessage()
            outcome = .verdict(try await check(request))
        } catch {
            outcome = .failure(HolsterV1.CheckFailure(code: Int32(error.code.rawValue), message: error.message))
        }
        // Where the caller is gone the verdict is recorded all the same.
        try? await responses.send(HolsterV1.CheckStreamResponse(requestID: request.shownID, outcome: outcome))
        context.release(byteCount: heldByteCount)
        slots.giveBack()
    }

    /// On the connection's own loop, where a unary check would run.
    private func task(_ body: @escaping @Sendable () async -> Void) {
        if let loop = context.eventLoop { Task(executorPreference: loop) { await body() } } else { Task { await body() } }
    }
}

extension HolsterV1.CheckRequest {
    /// Bytes that the request keeps in memory, but for its small fields.
    fileprivate var heldByteCount: Int {
        photos.reduce(title.utf8.count + description.utf8.count + requestID.utf8.count) { sum, photo in
            if case .content(let bytes) = photo.source { sum + bytes.count } else { sum }
        }
    }

    /// The id as it is answered: one that is too long is refused, and not sent back whole.
    fileprivate var shownID: String {
        requestID.utf8.count <= 64 ? requestID : String(decoding: requestID.utf8.prefix(64), as: UTF8.self)
    }
}
