internal import Foundation
package import GRPCTransport
package import ModerationAPI
package import Reactor

/// Checks of listings, at one or several servers in turn.
package struct CheckTarget: LoadTarget {
    private let endpoints: [SocketEndpoint]
    private let configuration: GRPCChannel.Configuration
    private let metadata: GRPCMetadata
    private let failsOver: Bool
    private let request: @Sendable (Int) -> HolsterV1.CheckRequest

    /// `request` gives the listing of a call, without an id. `metadata` goes with every call: who it comes from. With `failsOver` a call that one
    /// server answers with UNAVAILABLE is sent to the next, under the same request id and within the same deadline, once to each.
    package init(
        endpoints: [SocketEndpoint],
        configuration: GRPCChannel.Configuration = .init(),
        metadata: GRPCMetadata = GRPCMetadata(),
        failsOver: Bool = false,
        request: @escaping @Sendable (Int) -> HolsterV1.CheckRequest
    ) {
        self.endpoints = endpoints
        self.configuration = configuration
        self.metadata = metadata
        self.failsOver = failsOver
        self.request = request
    }

    package func caller(on loops: EventLoopGroup) -> any LoadCaller {
        Caller(
            channels: endpoints.map { GRPCChannel(endpoint: $0, configuration: configuration, eventLoops: loops) },
            metadata: metadata,
            // Of its own for each run, and each worker of it: an id that was sent before would get the stored verdict.
            runID: String(UUID().uuidString.prefix(13)),
            attemptLimit: failsOver ? endpoints.count : 1,
            request: request
        )
    }

    private struct Caller: LoadCaller {
        let channels: [GRPCChannel]
        let metadata: GRPCMetadata
        let runID: String
        let attemptLimit: Int
        let request: @Sendable (Int) -> HolsterV1.CheckRequest

        func send(_ index: Int, deadline: ContinuousClock.Instant) async -> CallResult {
            var request = request(index)
            request.requestID = "\(runID)-\(index)"
            var result = CallResult()
            for attempt in 0..<attemptLimit {
                result = await check(request, at: channels[(index + attempt) % channels.count], deadline)
                result.attemptCount = attempt + 1
                if result.status != .unavailable { break }
            }
            result.requestID = request.requestID
            return result
        }

        private func check(
            _ request: HolsterV1.CheckRequest,
            at channel: GRPCChannel,
            _ deadline: ContinuousClock.Instant
        ) async -> CallResult {
            do throws(GRPCStatus) {
                let client = HolsterV1.ModerationService.Client(channel)
                return CallResult(try await client.check(request, deadline: deadline, metadata: metadata))
            } catch {
                return CallResult(error)
            }
        }

        func close() { channels.forEach { $0.close() } }
    }
}
