import ModerationCore
import ProtobufWire
import TestSupport
import Testing
import TritonAdapter

struct InferenceMessagesTests {
    private static let request = InferenceRequest(
        model: "fusion",
        id: "r1",
        inputs: [Tensor(name: "context", datatype: .fp32, shape: [1, 2], bytes: [UInt8](repeating: 1, count: 8)[...])],
        outputs: ["class_probabilities", "fusion_version"]
    )

    private static func sound() -> KServe.ModelInferResponse {
        var response = KServe.ModelInferResponse()
        response.modelName = "fusion"
        response.modelVersion = "2"
        response.id = "r1"
        // The other way round than asked, and with one that nobody asked for.
        response.outputs = [
            output("fusion_version", "INT64", [1, 1]), output("extra", "BOOL", [-4]),
            output("class_probabilities", "FP32", [1, 9]),
        ]
        response.rawOutputContents = [[UInt8](repeating: 2, count: 8)[...], [], [UInt8](repeating: 0xFF, count: 36)[...]]
        return response
    }

    private static func output(_ name: String, _ datatype: String, _ shape: [Int64])
        -> KServe.ModelInferResponse.InferOutputTensor
    {
        var output = KServe.ModelInferResponse.InferOutputTensor()
        output.name = name
        output.datatype = datatype
        output.shape = shape
        return output
    }

    @Test func request_largeTensor_isReferredToNotCopied() throws {
        let pixels = Tensor(
            name: "pixels",
            datatype: .uint8,
            shape: [1, 224, 224, 3],
            bytes: [UInt8](repeating: 5, count: 150_528)[...]
        )
        var request = Self.request
        request.inputs.insert(pixels, at: 0)
        request.version = "3"
        let message = try KServe.ModelInferRequest(request)
        #expect(message.rawInputContents == [pixels.bytes, request.inputs[1].bytes])
        #expect(message.inputs.map(\.name) == ["pixels", "context"])
        #expect(message.modelVersion == "3")
        let segments = message.encoded().segments
        let address = pixels.bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        #expect(segments.contains { $0.count == 150_528 && $0.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } == address })
    }

    @Test func request_tensorThatDoesNotFitItsShape_isRejected() {
        var request = Self.request
        request.inputs[0].shape = [1, 3]
        #expect(throws: InferenceFailure.rejected("input 'context': FP32 [1, 3] does not fit 8 bytes")) {
            try KServe.ModelInferRequest(request)
        }
    }

    @Test func response_whenSound_givesWhatWasAskedForInThatOrder() throws {
        let bytes = Self.sound().encoded().bytes[...]
        let response = try InferenceResponse(KServe.ModelInferResponse(decoding: bytes), to: Self.request)
        #expect(response.version == "2")
        #expect(response.outputs.map(\.name) == ["class_probabilities", "fusion_version"])
        #expect(response.outputs.map(\.datatype) == [.fp32, .int64])
        // NaN bytes pass as they came, as slices of the answer.
        #expect(response.outputs[0].bytes == [UInt8](repeating: 0xFF, count: 36)[...])
        let range = bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress)..<UInt(bitPattern: $0.baseAddress) + UInt($0.count) }
        #expect(response.outputs.allSatisfy { $0.bytes.withUnsafeBytes { range.contains(UInt(bitPattern: $0.baseAddress)) } })
    }

    @Test func response_whenNoOutputWasNamed_givesAll() throws {
        var request = Self.request
        request.outputs = []
        var message = Self.sound()
        message.outputs.remove(at: 1)
        message.rawOutputContents.remove(at: 1)
        let response = try InferenceResponse(message, to: request)
        #expect(response.outputs.map(\.name) == ["fusion_version", "class_probabilities"])
    }

    /// One defect each.
    static let defects: [(String, @Sendable (inout KServe.ModelInferResponse) -> Void)] = [
        ("no output 'class_probabilities'", { $0.outputs[2].name = "other" }),
        ("two outputs 'fusion_version'", { $0.outputs[2].name = "fusion_version" }),
        ("3 outputs with 2 raw contents", { $0.rawOutputContents.removeLast() }),
        ("3 outputs with 4 raw contents", { $0.rawOutputContents.append([]) }),
        ("output 'class_probabilities': datatype 'FP99'", { $0.outputs[2].datatype = "FP99" }),
        ("output 'class_probabilities': impossible shape [1, -9]", { $0.outputs[2].shape = [1, -9] }),
        ("output 'class_probabilities': FP32 [1, 8] does not fit 36 bytes", { $0.outputs[2].shape = [1, 8] }),
        (
            "output 'class_probabilities': impossible shape [4611686018427387904, 4611686018427387904]",
            { $0.outputs[2].shape = [1 << 62, 1 << 62] }
        ),
        ("output 'class_probabilities': raw and typed contents", { $0.outputs[2].contents = KServe.InferTensorContents() }),
        ("output 'fusion_version': INT64 [1, 1] does not fit 0 bytes", { $0.rawOutputContents[0] = [] }),
        ("asked 'fusion', 'clip_image' answered", { $0.modelName = "clip_image" }),
        ("asked 'r1', the answer is for 'r2'", { $0.id = "r2" }),
        ("asked 'fusion', '' answered", { $0 = KServe.ModelInferResponse() }),
    ]

    @Test(arguments: defects.indices) func response_withOneDefect_isInvalid(index: Int) {
        let (problem, change) = Self.defects[index]
        var message = Self.sound()
        change(&message)
        #expect(throws: InferenceFailure.invalidResponse(problem)) { try InferenceResponse(message, to: Self.request) }
    }

    @Test func response_ofAnotherVersionThanAsked_isInvalid() {
        var request = Self.request
        request.version = "1"
        #expect(throws: InferenceFailure.invalidResponse("asked version '1', '2' answered")) {
            try InferenceResponse(Self.sound(), to: request)
        }
    }

    @Test func response_whenRandom_neverTraps() {
        var random = SeededRandom(seed: 7)
        var outcomes: [Bool: Int] = [:]
        for _ in 0..<20_000 {
            var message = Self.sound()
            let count = Int.random(in: 0...3, using: &random)
            message.outputs = (0..<count).map { _ in
                let datatypes = ["FP32", "INT64", "UINT8", "BYTES", "FP16", "", "BOOL"]
                let dimensions: [Int64] = [0, 1, 2, 9, -1, .max, .min, 1 << 32]
                let shape = (0..<Int.random(in: 0...3, using: &random)).map { _ in dimensions.randomElement(using: &random) ?? 0 }
                return Self.output(
                    ["a", "b"].randomElement(using: &random) ?? "",
                    datatypes.randomElement(using: &random) ?? "",
                    shape
                )
            }
            message.rawOutputContents = (0..<count).map { _ in
                ArraySlice((0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...2, using: &random) })
            }
            var request = Self.request
            request.outputs = []
            outcomes[(try? InferenceResponse(message, to: request)) != nil, default: 0] += 1
        }
        #expect((outcomes[true] ?? 0) > 0 && (outcomes[false] ?? 0) > 0)
    }
}
