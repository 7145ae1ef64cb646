import GRPCTransport
import ModerationCore
import TritonAdapter

extension KServe.ModelInferRequest {
    /// The call, as `model` takes it: every input there, of its datatype, shape and batch. Throws INVALID_ARGUMENT that names what is wrong.
    func inferenceRequest(of model: StandInModel) throws(GRPCStatus) -> InferenceRequest {
        guard inputs.count == model.inputs.count, rawInputContents.count == inputs.count else {
            throw GRPCStatus(
                .invalidArgument,
                "expected \(model.inputs.count) inputs with raw contents but got \(inputs.count) inputs for model '\(model.name)'"
            )
        }
        var tensors: [Tensor] = []
        for expected in model.inputs {
            guard let position = inputs.firstIndex(where: { $0.name == expected.name }) else {
                throw GRPCStatus(.invalidArgument, "no input '\(expected.name)' for model '\(model.name)'")
            }
            tensors.append(try tensor(at: position, expected))
        }
        let rowCount = tensors.first?.shape.first ?? 0
        guard (1...Int64(model.maxBatchSize)).contains(rowCount), tensors.allSatisfy({ $0.shape.first == rowCount }) else {
            throw GRPCStatus(
                .invalidArgument,
                "inference request batch-size must be from 1 to \(model.maxBatchSize) for '\(model.name)', the same for every input"
            )
        }
        for output in outputs where !model.outputs.contains(where: { $0.name == output.name }) {
            throw GRPCStatus(.invalidArgument, "unexpected inference output '\(output.name)' for model '\(model.name)'")
        }
        let names = outputs.isEmpty ? model.outputs.map(\.name) : outputs.map(\.name)
        return InferenceRequest(model: model.name, id: id, inputs: tensors, outputs: names)
    }

    private func tensor(at position: Int, _ expected: StandInModel.Tensor) throws(GRPCStatus) -> Tensor {
        let input = inputs[position]
        let fits =
            input.shape.count == expected.shape.count && zip(input.shape, expected.shape).allSatisfy { $1 == -1 || $0 == $1 }
        guard let datatype = TensorDatatype(rawValue: input.datatype), input.datatype == expected.datatype, fits else {
            throw GRPCStatus(
                .invalidArgument,
                "input '\(input.name)' is \(input.datatype) \(input.shape), expected \(expected.datatype) \(expected.shape)"
            )
        }
        let tensor = Tensor(name: input.name, datatype: datatype, shape: input.shape, bytes: rawInputContents[position])
        if let defect = TensorLayout.defect(of: tensor) { throw GRPCStatus(.invalidArgument, "input \(defect)") }
        return tensor
    }
}

extension KServe.ModelInferResponse {
    init(_ response: InferenceResponse, id: String, outputs names: [String]) {
        self.init()
        modelName = response.model
        modelVersion = response.version
        self.id = id
        for name in names {
            guard let tensor = response.outputs.first(where: { $0.name == name }) else { continue }
            var output = InferOutputTensor()
            output.name = tensor.name
            output.datatype = tensor.datatype.rawValue
            output.shape = tensor.shape
            outputs.append(output)
            rawOutputContents.append(tensor.bytes)
        }
    }
}
