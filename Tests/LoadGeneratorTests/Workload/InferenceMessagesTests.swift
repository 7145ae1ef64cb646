import GRPCTransport
import LoadGenerator
import Testing
import TritonAdapter

struct InferenceMessagesTests {
    private static func model(_ inputs: [KServe.ModelMetadataResponse.TensorMetadata]) -> ModelDescription {
        var response = KServe.ModelMetadataResponse()
        response.name = "tower"
        response.inputs = inputs
        response.outputs = [.init(name: "scores", datatype: "FP32", shape: [-1, 9])]
        return ModelDescription(response)
    }

    private static func decoded(_ message: GRPCMessage) throws -> KServe.ModelInferRequest {
        try KServe.ModelInferRequest(decoding: message.segments.flatMap { Array($0) }[...])
    }

    @Test func init_fillsEveryInputByItsShape() throws {
        let model = Self.model([
            .init(name: "pixels", datatype: "UINT8", shape: [-1, 4, 4, 3]),
            .init(name: "ids", datatype: "INT64", shape: [-1, -1]),
            .init(name: "scale", datatype: "FP32", shape: [2]),
        ])
        let made = try InferenceMessages(for: model, version: "3", rowCount: 2, shapes: ["ids": [5]])
        let requests = try made.messages.map(Self.decoded)
        #expect(requests.allSatisfy { $0.modelName == "tower" && $0.modelVersion == "3" && $0.outputs.map(\.name) == ["scores"] })
        #expect(requests[0].inputs.map(\.shape) == [[2, 4, 4, 3], [2, 5], [2]])
        #expect(requests[0].rawInputContents.map(\.count) == [96, 80, 8])
        #expect(Set(requests.map { Array($0.rawInputContents[0]) }).count == requests.count, "each has tensors of its own")
        let scale = Array(requests[0].rawInputContents[2])
        let value = Float(bitPattern: scale.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) })
        #expect((0.5..<1).contains(value))
        let again = try InferenceMessages(for: model, version: "3", rowCount: 2, shapes: ["ids": [5]])
        #expect(try Self.decoded(again.messages[7]).rawInputContents == requests[7].rawInputContents)
    }

    @Test(
        arguments: [
            ("INT64", [-1, -1], [:], "'x': its shape [-1, -1] varies"),
            ("BYTES", [-1, 1], [:], "tensors of BYTES cannot be made"),
            ("FP32", [-1, 1], ["y": [1]], "'y': no input of tower, which has x"),
            ("FP32", [-1, 9_223_372_036_854_775_807, 8], [:], "more than 67108864 bytes"),
        ] as [(String, [Int64], [String: [Int64]], String)]
    )
    func init_whereATensorCannotBeMade_namesIt(datatype: String, shape: [Int64], shapes: [String: [Int64]], what: String) {
        let model = Self.model([.init(name: "x", datatype: datatype, shape: shape)])
        let problem = #expect(throws: InferenceMessages.Problem.self) { try InferenceMessages(for: model, shapes: shapes) }
        #expect(problem?.description.contains(what) == true, "\(problem?.description ?? "")")
    }
}
