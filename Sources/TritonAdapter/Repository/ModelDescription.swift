/// What a loaded model says of itself.
public struct ModelDescription: Sendable, Equatable {
    public struct Tensor: Sendable, Equatable {
        public var name: String
        /// As KServe spells it: `FP32`.
        public var datatype: String
        /// -1 is a variable dimension; the batch comes first where the model batches.
        public var shape: [Int64]

        public init(name: String, datatype: String, shape: [Int64]) {
            self.name = name
            self.datatype = datatype
            self.shape = shape
        }
    }

    public var name: String
    /// The live versions, in the server's order.
    public var versions: [String]
    /// `ensemble`, or the backend's name.
    public var platform: String
    public var inputs: [Tensor]
    public var outputs: [Tensor]

    package init(_ message: KServe.ModelMetadataResponse) {
        name = message.name
        versions = message.versions
        platform = message.platform
        inputs = message.inputs.map { Tensor(name: $0.name, datatype: $0.datatype, shape: $0.shape) }
        outputs = message.outputs.map { Tensor(name: $0.name, datatype: $0.datatype, shape: $0.shape) }
    }
}
