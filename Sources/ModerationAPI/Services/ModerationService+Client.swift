public import GRPCTransport

extension HolsterV1.ModerationService {
    /// A gateway's side of the upload check.
    ///
    ///     let moderation = HolsterV1.ModerationService.Client(channel)
    ///     let verdict = try await moderation.check(request, deadline: .now + .milliseconds(450))
    public struct Client: Sendable {
        private let channel: GRPCChannel

        public init(_ channel: GRPCChannel) { self.channel = channel }

        /// Asks for a verdict. Without a deadline the server takes 450 ms.
        ///
        /// Safe to repeat with the same `requestID` and content. Throws the statuses that `moderation.proto` lists.
        public func check(
            _ request: HolsterV1.CheckRequest,
            deadline: ContinuousClock.Instant? = nil,
            metadata: GRPCMetadata = .init(),
            options: GRPCCallOptions = .init()
        ) async throws(GRPCStatus) -> HolsterV1.Verdict {
            try await HolsterV1.ModerationService.check.call(
                request,
                on: channel,
                metadata: metadata,
                deadline: deadline,
                options: options
            )
        }

        /// Opens a stream of checks; answers come in the order in which verdicts are ready, named by their `requestID`. The deadline is that of
        /// the whole stream; every listing has the server's 450 ms besides.
        public func checkStream(
            deadline: ContinuousClock.Instant? = nil,
            metadata: GRPCMetadata = .init()
        ) throws(GRPCStatus) -> BidirectionalCall<HolsterV1.CheckRequest, HolsterV1.CheckStreamResponse> {
            try HolsterV1.ModerationService.checkStream.open(on: channel, metadata: metadata, deadline: deadline)
        }

        /// Sends every request of a sequence over one stream and returns the answers. A sequence that throws, or an answer that nobody waits
        /// for any more, cancels the stream.
        public func checkStream<Requests: AsyncSequence & Sendable>(
            _ requests: Requests,
            deadline: ContinuousClock.Instant? = nil,
            metadata: GRPCMetadata = .init()
        ) throws(GRPCStatus) -> DecodedMessages<HolsterV1.CheckStreamResponse, GRPCResponseMessages>
        where Requests.Element == HolsterV1.CheckRequest {
            let call = try checkStream(deadline: deadline, metadata: metadata)
            Task {
                do {
                    for try await request in requests { try await call.send(request) }
                    call.finish()
                } catch {
                    call.cancel()
                }
            }
            return call.responses
        }
    }
}
