import Foundation
import GRPCTransport
import ModerationCore
import Reactor
import TritonAdapter

/// Calls of one photo's pixels to Triton, and the processor time they take this process.
struct InferenceRun {
    let endpoint: SocketEndpoint
    let model: String
    let inFlight: Int

    private static let shape: [Int64] = [1, 224, 224, 3]

    /// A JSON object: calls, microseconds of processor time (user and system) and of wall time a call.
    func measure(callCount: Int) async throws -> String {
        let loops = try EventLoopGroup(threadCount: 1, name: "infer")
        let backend = TritonBackend(channel: GRPCChannel(endpoint: endpoint, configuration: configuration, eventLoops: loops))
        try await call(backend, count: 20)
        let (processor, clock) = (ProcessorTime.now, ContinuousClock.now)
        try await withThrowingTaskGroup { group in
            // On the channel's own loop, where the server's calls to Triton come from too: no hand-off between threads.
            for _ in 0..<inFlight {
                group.addTask(executorPreference: loops.loops[0]) { try await call(backend, count: callCount / inFlight) }
            }
            try await group.waitForAll()
        }
        let made = Double(callCount / inFlight * inFlight)
        let used = (ProcessorTime.now - processor) / made
        let wall = ContinuousClock.now - clock
        return #"{"calls": \#(Int(made)), "cpu_us": \#(used), "wall_us": \#(wall / .microseconds(1) / made)}"#
    }

    private var configuration: GRPCChannel.Configuration {
        var configuration = GRPCChannel.Configuration()
        configuration.connectionCount = 1
        return configuration
    }

    private func call(_ backend: TritonBackend, count: Int) async throws {
        let pixels = [UInt8](repeating: 127, count: 224 * 224 * 3)
        let input = Tensor(name: "pixels", datatype: .uint8, shape: Self.shape, bytes: pixels[...])
        let request = InferenceRequest(model: model, inputs: [input], outputs: ["image_embedding"])
        for _ in 0..<count { _ = try await backend.infer(request, deadline: .after(.seconds(10), from: .now)) }
    }
}
