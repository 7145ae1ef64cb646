import ModerationCore

extension KServe.ModelInferRequest {
    /// Every input raw, in the order of the inputs. The tensors' bytes are referred to, not copied.
    ///
    /// Throws ``InferenceFailure/rejected(_:)`` for a tensor whose bytes do not fit its shape: Triton would refuse it after the upload.
    package init(_ request: InferenceRequest) throws(InferenceFailure) {
        self.init()
        modelName = request.model
        modelVersion = request.version ?? ""
        id = request.id
        for tensor in request.inputs {
            if let defect = TensorLayout.defect(of: tensor) { throw .rejected("input \(defect)") }
            var input = InferInputTensor()
            input.name = tensor.name
            input.datatype = tensor.datatype.rawValue
            input.shape = tensor.shape
            inputs.append(input)
            rawInputContents.append(tensor.bytes)
        }
        outputs = request.outputs.map { InferRequestedOutputTensor(name: $0) }
    }
}
