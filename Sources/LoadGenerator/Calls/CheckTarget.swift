internal import Foundation
package import GRPCTransport
package import ModerationAPI
package import Reactor

/// Checks of listings, at one or several servers in turn.
package struct CheckTarget: LoadTarget {
    private let endpoints: [SocketEndpoint]
    private let configuration: GRPCChannel.Configuration
    private let metadata: GRPCMetadata
    private let request: @Sendable (Int) -> HolsterV1.CheckRequest

    /// `request` gives the listing of a call, without an id. `metadata` goes with every call: who it comes from.
    package init(
        endpoints: [SocketEndpoint],
        configuration: GRPCChannel.Configuration = .init(),
        metadata: GRPCMetadata = GRPCMetadata(),
        request: @escaping @Sendable (Int) -> HolsterV1.CheckRequest
    ) {
        self.endpoints = endpoints
        self.configuration = configuration
        self.metadata = metadata
        self.request = request
    }

    /// Of this run's request ids: no two runs share one.
    private let runID = UUID().uuidString.prefix(8)

    package func caller(on loops: EventLoopGroup) -> any LoadCaller {
        Caller(
            channels: endpoints.map { GRPCChannel(endpoint: $0, configuration: configuration, eventLoops: loops) },
            metadata: metadata,
            runID: String(runID),
            request: request
        )
    }

    private struct Caller: LoadCaller {
        let channels: [GRPCChannel]
        let metadata: GRPCMetadata
        let runID: String
        let request: @Sendable (Int) -> HolsterV1.CheckRequest

        func send(_ index: Int, deadline: ContinuousClock.Instant) async -> CallResult {
            var request = request(index)
            request.requestID = "\(runID)-\(index)"
            let client = HolsterV1.ModerationService.Client(channels[index % channels.count])
            var result: CallResult
            do throws(GRPCStatus) {
                result = CallResult(try await client.check(request, deadline: deadline, metadata: metadata))
            } catch {
                result = CallResult(error)
            }
            result.requestID = request.requestID
            return result
        }

        func close() { channels.forEach { $0.close() } }
    }
}
