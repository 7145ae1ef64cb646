import ModerationCore

extension InferenceResponse {
    /// Takes an answer apart, trusting none of it. The outputs come in the order in which they were asked for (in the server's when none
    /// was named), their bytes are slices of the message. Values are not looked at: NaN passes.
    ///
    /// Throws ``InferenceFailure/invalidResponse(_:)``, naming what does not fit.
    package init(_ message: KServe.ModelInferResponse, to request: InferenceRequest) throws(InferenceFailure) {
        guard message.modelName == request.model else {
            throw .invalidResponse("asked '\(request.model)', '\(message.modelName)' answered")
        }
        if let version = request.version, message.modelVersion != version {
            throw .invalidResponse("asked version '\(version)', '\(message.modelVersion)' answered")
        }
        if !request.id.isEmpty, message.id != request.id {
            throw .invalidResponse("asked '\(request.id)', the answer is for '\(message.id)'")
        }
        guard message.rawOutputContents.count == message.outputs.count else {
            throw .invalidResponse("\(message.outputs.count) outputs with \(message.rawOutputContents.count) raw contents")
        }
        var positions: [String: Int] = [:]
        for (position, output) in message.outputs.enumerated() {
            guard positions.updateValue(position, forKey: output.name) == nil else {
                throw .invalidResponse("two outputs '\(output.name)'")
            }
        }
        let names = request.outputs.isEmpty ? message.outputs.map(\.name) : request.outputs
        var tensors: [Tensor] = []
        for name in names {
            guard let position = positions[name] else { throw .invalidResponse("no output '\(name)'") }
            tensors.append(try Self.tensor(message.outputs[position], bytes: message.rawOutputContents[position]))
        }
        self.init(model: message.modelName, version: message.modelVersion, outputs: tensors)
    }

    private static func tensor(
        _ output: KServe.ModelInferResponse.InferOutputTensor,
        bytes: ArraySlice<UInt8>
    ) throws(InferenceFailure) -> Tensor {
        guard let datatype = TensorDatatype(rawValue: output.datatype) else {
            throw .invalidResponse("output '\(output.name)': datatype '\(output.datatype)'")
        }
        guard output.contents == nil else { throw .invalidResponse("output '\(output.name)': raw and typed contents") }
        let tensor = Tensor(name: output.name, datatype: datatype, shape: output.shape, bytes: bytes)
        if let defect = TensorLayout.defect(of: tensor) { throw .invalidResponse("output \(defect)") }
        return tensor
    }
}
