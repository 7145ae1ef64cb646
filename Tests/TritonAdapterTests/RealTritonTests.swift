import Foundation
import GRPCTransport
import ModerationCore
import Reactor
import Testing
import TritonAdapter

/// Against a Triton that serves `triton-model-repo`: HOLSTER_TEST_TRITON is its gRPC port, `host:port`.
struct RealTritonTests {
    private static let endpoint: SocketEndpoint? = {
        guard let text = ProcessInfo.processInfo.environment["HOLSTER_TEST_TRITON"] else {
            print("SKIPPED: HOLSTER_TEST_TRITON is not set: tests on a real Triton do not run")
            return nil
        }
        return SocketEndpoint(parsing: text)
    }()

    private let soon = Deadline(ContinuousClock.now + .seconds(120))

    private static func zeros(_ name: String, _ shape: [Int64]) -> Tensor {
        let elementCount = shape.reduce(1) { $0 * Int($1) }
        return Tensor(name: name, datatype: .fp32, shape: shape, bytes: [UInt8](repeating: 0, count: 4 * elementCount)[...])
    }

    private static func withChannel(_ body: (GRPCChannel) async throws -> Void) async throws {
        let endpoint = try #require(Self.endpoint)
        let eventLoops = try EventLoopGroup(threadCount: 1, name: "triton")
        defer { eventLoops.shutDown() }
        let channel = GRPCChannel(endpoint: endpoint, eventLoops: eventLoops)
        defer { channel.close() }
        try await body(channel)
    }

    @Test(.enabled(if: endpoint != nil)) func repository_knowsItsModels() async throws {
        try await Self.withChannel { channel in
            let repository = TritonRepository(channel: channel)
            #expect(try await repository.isServerReady(deadline: soon))
            #expect(try await repository.isModelReady("fusion", deadline: soon))
            #expect(try await !repository.isModelReady("no_such_model", deadline: soon))
            let ensemble = try await repository.configuration(of: "firearm_ensemble", deadline: soon)
            #expect(ensemble.ensembleSteps.map(\.model).contains("fusion"))
            #expect(try await repository.configuration(of: "fusion", deadline: soon).maximumBatchSize > 1)
            // Nothing changed in its folder: nothing happens.
            try await repository.load("fusion", deadline: soon)
            #expect(try await repository.index(deadline: soon).contains { $0.name == "fusion" && $0.isReady })
            let refusal = await #expect(throws: GRPCStatus.self) { try await repository.load("no_such_model", deadline: soon) }
            #expect(refusal?.message.contains("no_such_model") == true)
        }
    }

    @Test(.enabled(if: endpoint != nil)) func fusion_answersWithNineProbabilitiesAndItsVersion() async throws {
        try await Self.withChannel { channel in
            let description = try await TritonRepository(channel: channel).description(of: "fusion", deadline: soon)
            let context = try #require(description.inputs.first { $0.name == "context" }?.shape.last)
            let request = InferenceRequest(
                model: "fusion",
                id: "real-1",
                inputs: [
                    Self.zeros("image_embedding", [2, 512]), Self.zeros("text_embedding", [2, 768]),
                    Self.zeros("context", [2, context]), Self.zeros("presence", [2, 2]),
                ],
                outputs: ["class_probabilities", "fusion_version"]
            )
            let backend = TritonBackend(channel: channel)
            let response = try await backend.infer(request, deadline: soon)
            #expect(response.outputs.map(\.shape) == [[2, 9], [2, 1]])
            #expect(ClassProbabilities(Self.floats(response.outputs[0].bytes.prefix(36))) != nil)
            let version = response.outputs[1].bytes.withUnsafeBytes { Int64(littleEndian: $0.loadUnaligned(as: Int64.self)) }
            #expect("\(version)" == response.version)

            var wrong = request
            wrong.inputs[0] = Self.zeros("image_embedding", [2, 511])
            await Self.expectRejection(of: wrong, by: backend, deadline: soon)
            wrong = request
            wrong.model = "no_such_model"
            await Self.expectRejection(of: wrong, by: backend, deadline: soon)
        }
    }

    /// One photo and one text in one call, the photo's 150 kB among them.
    @Test(.enabled(if: endpoint != nil)) func ensemble_answersForOnePhoto() async throws {
        try await Self.withChannel { channel in
            let description = try await TritonRepository(channel: channel).description(of: "firearm_ensemble", deadline: soon)
            let context = try #require(description.inputs.first { $0.name == "context" }?.shape.last)
            let ones: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
            let pixels = [UInt8](repeating: 128, count: PixelBuffer.byteCount)
            let request = InferenceRequest(
                model: "firearm_ensemble",
                inputs: [
                    Tensor(name: "pixels", datatype: .uint8, shape: [1, 224, 224, 3], bytes: pixels[...]),
                    Tensor(name: "input_ids", datatype: .int64, shape: [1, 2], bytes: ones[...]),
                    Tensor(name: "attention_mask", datatype: .int64, shape: [1, 2], bytes: ones[...]),
                    Self.zeros("context", [1, context]), Self.zeros("presence", [1, 2]),
                ],
                outputs: ["class_probabilities", "clip_image_version", "distilbert_version", "fusion_version"]
            )
            let response = try await TritonBackend(channel: channel).infer(request, deadline: soon)
            #expect(response.outputs.map(\.shape) == [[1, 9], [1, 1], [1, 1], [1, 1]])
            #expect(ClassProbabilities(Self.floats(response.outputs[0].bytes)) != nil)
        }
    }

    private static func floats(_ bytes: ArraySlice<UInt8>) -> [Float] {
        bytes.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count - 3, by: 4).map {
                Float(bitPattern: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self).littleEndian)
            }
        }
    }

    private static func expectRejection(of request: InferenceRequest, by backend: TritonBackend, deadline: Deadline) async {
        do {
            _ = try await backend.infer(request, deadline: deadline)
            Issue.record("'\(request.model)' took a request that it must refuse")
        } catch {
            guard case .rejected = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
