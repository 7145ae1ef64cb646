import GRPCTransport
import ModerationCore
import ProtobufWire
import TestSupport
import Testing
import TritonAdapter

/// The backend against a fake server on a real socket.
struct TritonBackendTests {
    private let soon = Deadline(ContinuousClock.now + .seconds(120))

    private static let pixels = Tensor(
        name: "pixels",
        datatype: .uint8,
        shape: [1, 224, 224, 3],
        bytes: ArraySlice((0..<150_528).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    )
    private static let context = Tensor(name: "context", datatype: .fp32, shape: [1, 1], bytes: [0, 0, 0xC0, 0x7F])
    private static let request = InferenceRequest(
        model: "echo",
        id: "r1",
        inputs: [pixels, context],
        outputs: ["context", "pixels"]
    )

    /// Gives every input back as an output of the same name.
    private static func echo(_ request: KServe.ModelInferRequest) -> KServe.ModelInferResponse {
        var response = KServe.ModelInferResponse()
        response.modelName = request.modelName
        response.modelVersion = "1"
        response.id = request.id
        response.outputs = request.inputs.map { input in
            var output = KServe.ModelInferResponse.InferOutputTensor()
            output.name = input.name
            output.datatype = input.datatype
            output.shape = input.shape
            return output
        }
        response.rawOutputContents = request.rawInputContents
        return response
    }

    private func infer(_ fake: FakeTriton, deadline: Deadline? = nil) async throws -> Result<InferenceResponse, InferenceFailure>
    {
        var outcome: Result<InferenceResponse, InferenceFailure> = .failure(.cancelled)
        try await fake.run { (channel) async throws in
            do {
                outcome = .success(try await TritonBackend(channel: channel).infer(Self.request, deadline: deadline ?? soon))
            } catch let failure as InferenceFailure {
                outcome = .failure(failure)
            }
        }
        return outcome
    }

    @Test func tritonInfer_carriesTensorsBitExactly() async throws {
        var fake = FakeTriton()
        fake.answer(KServe.modelInfer) { (request) async throws(GRPCStatus) in Self.echo(request) }
        let response = try await infer(fake).get()
        // A NaN among them: values are not this layer's business.
        #expect(response.outputs == [Self.context, Self.pixels])
        #expect(response.model == "echo")
        #expect(response.version == "1")
    }

    @Test(
        arguments: [
            (
                GRPCStatus(.unavailable, "Exceeds maximum queue size"),
                InferenceFailure.overloaded("UNAVAILABLE: Exceeds maximum queue size")
            ),
            (GRPCStatus(.unavailable, "Request timeout expired"), .overloaded("UNAVAILABLE: Request timeout expired")),
            (GRPCStatus(.unavailable, "Server is stopping"), .unavailable("UNAVAILABLE: Server is stopping")),
            (GRPCStatus(.notFound, "unknown model"), .rejected("NOT_FOUND: unknown model")),
            (GRPCStatus(.invalidArgument, "wrong shape"), .rejected("INVALID_ARGUMENT: wrong shape")),
            (GRPCStatus(.internalError, "onnx runtime error"), .unavailable("INTERNAL: onnx runtime error")),
        ] as [(GRPCStatus, InferenceFailure)]
    )
    func tritonOverload_amongOtherFailures_isClassifiedAsTheLadderActsOnIt(status: GRPCStatus, expected: InferenceFailure)
        async throws
    {
        var fake = FakeTriton()
        fake.answer(KServe.modelInfer) { (_) async throws(GRPCStatus) in throw status }
        #expect(try await infer(fake) == .failure(expected))
    }

    static let lies: [(String, @Sendable (inout KServe.ModelInferResponse) -> Void)] = [
        ("no output 'pixels'", { $0.outputs[0].name = "other" }),
        ("output 'pixels': UINT8 [2, 224, 224, 3] does not fit 150528 bytes", { $0.outputs[0].shape[0] = 2 }),
        ("output 'pixels': FP32 [1, 224, 224, 3] does not fit 150528 bytes", { $0.outputs[0].datatype = "FP32" }),
        ("2 outputs with 1 raw contents", { $0.rawOutputContents.removeLast() }),
    ]

    @Test(arguments: lies.indices) func infer_whenTheAnswerDoesNotFit_throwsInvalidResponse(index: Int) async throws {
        let (problem, lie) = Self.lies[index]
        var fake = FakeTriton()
        fake.answer(KServe.modelInfer) { (request) async throws(GRPCStatus) in
            var response = Self.echo(request)
            lie(&response)
            return response
        }
        #expect(try await infer(fake) == .failure(.invalidResponse(problem)))
    }

    @Test func infer_whenTheAnswerIsGarbage_throwsInvalidResponse() async throws {
        var random = SeededRandom(seed: 11)
        for count in [1, 2, 10, 1_000] {
            var fake = FakeTriton()
            // Wire type 7 exists nowhere.
            fake.answer(KServe.modelInfer, bytes: [0x0F] + (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
            guard case .failure(.invalidResponse(let problem)) = try await infer(fake) else {
                Issue.record("garbage of \(count) bytes was taken")
                continue
            }
            #expect(problem == "inference.ModelInferResponse does not parse: invalidWireType(7)")
        }
    }

    @Test func tritonTimeout_whenTheServerStalls_isOursAtTheDeadline() async throws {
        var fake = FakeTriton()
        fake.answer(KServe.modelInfer) { (request) async throws(GRPCStatus) in
            try? await Task.sleep(for: .seconds(30))
            return Self.echo(request)
        }
        let started = ContinuousClock.now
        #expect(try await infer(fake, deadline: Deadline(started + .milliseconds(200))) == .failure(.deadlineExceeded))
        #expect(ContinuousClock.now - started >= .milliseconds(200))
    }

    @Test func infer_whenTheTaskIsCancelled_throwsCancelled() async throws {
        var fake = FakeTriton()
        fake.answer(KServe.modelInfer) { (request) async throws(GRPCStatus) in
            try? await Task.sleep(for: .seconds(30))
            return Self.echo(request)
        }
        try await fake.run { (channel) async throws in
            let deadline = soon
            let call = Task { try await TritonBackend(channel: channel).infer(Self.request, deadline: deadline) }
            try await Task.sleep(for: .milliseconds(100))
            call.cancel()
            await #expect(throws: InferenceFailure.cancelled) { try await call.value }
        }
    }

    @Test func infer_whenNobodyListens_throwsUnavailable() async throws {
        var fake = FakeTriton()
        fake.answer(KServe.modelInfer) { (request) async throws(GRPCStatus) in Self.echo(request) }
        try await fake.run { (channel) async throws in
            channel.close()
            let error = await #expect(throws: InferenceFailure.self) {
                try await TritonBackend(channel: channel).infer(Self.request, deadline: soon)
            }
            guard case .unavailable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func isReady_saysWhatTheServerSays_andFalseForAnError() async throws {
        var fake = FakeTriton()
        fake.answer(KServe.modelReady) { (request) async throws(GRPCStatus) in
            switch request.name {
            case "fusion": return KServe.ModelReadyResponse(ready: true)
            case "clip_image": return KServe.ModelReadyResponse(ready: false)
            default: throw GRPCStatus(.notFound, "unknown model")
            }
        }
        try await fake.run { (channel) async throws in
            let backend = TritonBackend(channel: channel)
            #expect(await backend.isReady(model: "fusion", deadline: soon))
            #expect(await !backend.isReady(model: "clip_image", deadline: soon))
            #expect(await !backend.isReady(model: "other", deadline: soon))
        }
    }
}
