package import GRPCTransport
package import Reactor

/// Any method of one message and one answer, with messages that were made before: an echo, or tensors straight at Triton.
package struct UnaryTarget: LoadTarget {
    private let endpoints: [SocketEndpoint]
    private let configuration: GRPCChannel.Configuration
    private let metadata: GRPCMetadata
    private let path: String
    private let messages: [GRPCMessage]

    /// `path` is `/package.Service/Method`; `messages`, one at least, are sent in turn.
    package init(
        endpoints: [SocketEndpoint],
        configuration: GRPCChannel.Configuration = .init(),
        metadata: GRPCMetadata = GRPCMetadata(),
        path: String,
        messages: [GRPCMessage]
    ) {
        self.endpoints = endpoints
        self.configuration = configuration
        self.metadata = metadata
        self.path = path
        self.messages = messages
    }

    package func caller(on loops: EventLoopGroup) -> any LoadCaller {
        Caller(
            channels: endpoints.map { GRPCChannel(endpoint: $0, configuration: configuration, eventLoops: loops) },
            target: self
        )
    }

    private struct Caller: LoadCaller {
        let channels: [GRPCChannel]
        let target: UnaryTarget

        func send(_ index: Int, deadline: ContinuousClock.Instant) async -> CallResult {
            let message = target.messages[index % target.messages.count]
            var result: CallResult
            do throws(GRPCStatus) {
                _ = try await channels[index % channels.count].unary(
                    target.path,
                    message,
                    metadata: target.metadata,
                    deadline: deadline
                )
                result = CallResult()
            } catch {
                result = CallResult(error)
            }
            result.requestID = String(index)
            return result
        }

        func close() { channels.forEach { $0.close() } }
    }
}
