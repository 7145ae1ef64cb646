import TritonAdapter

/// A model of the contract, as the stand-in serves it.
public struct StandInModel: Sendable {
    public typealias Tensor = ModelDescription.Tensor

    public let name: String
    public let maxBatchSize: Int
    /// Shapes as Triton tells them: the batch first, -1 where a dimension varies.
    let inputs: [Tensor]
    let outputs: [Tensor]
    /// An **assumption**, not a measurement: one instance on a small inference GPU, 16-bit towers without TensorRT; `nil` for the ensemble,
    /// which takes what its steps take.
    public let assumedLatency: LatencyCurve?

    private init(_ name: String, batch: Int, inputs: [Tensor], outputs: [Tensor], latency: String? = nil) {
        self.name = name
        maxBatchSize = batch
        self.inputs = inputs
        self.outputs = outputs
        assumedLatency = latency.flatMap { LatencyCurve(parsing: $0) }
    }

    private static func tensor(_ name: String, _ datatype: String, _ dimensions: Int64...) -> Tensor {
        Tensor(name: name, datatype: datatype, shape: [-1] + dimensions)
    }

    private static let pixels = tensor("pixels", "UINT8", 224, 224, 3)
    private static let text = [tensor("input_ids", "INT64", -1), tensor("attention_mask", "INT64", -1)]
    private static let context = [tensor("context", "FP32", 16), tensor("presence", "FP32", 2)]
    private static let imageEmbedding = tensor("image_embedding", "FP32", 512)
    private static let textEmbedding = tensor("text_embedding", "FP32", 768)
    private static let probabilities = tensor("class_probabilities", "FP32", 9)
    private static let versions = ["clip_image_version", "distilbert_version", "fusion_version"].map { tensor($0, "INT64", 1) }

    public static let clipImage = StandInModel(
        "clip_image",
        batch: 16,
        inputs: [pixels],
        outputs: [imageEmbedding, versions[0]],
        latency: "1:4,16:12"
    )
    public static let distilbert = StandInModel(
        "distilbert_int8",
        batch: 32,
        inputs: text,
        outputs: [textEmbedding, versions[1]],
        latency: "1:3,32:10"
    )
    /// On a processor, one thread.
    public static let distilbertCPU = StandInModel(
        "distilbert_int8_cpu",
        batch: 32,
        inputs: text,
        outputs: [textEmbedding, versions[1]],
        latency: "1:12,32:300"
    )
    public static let fusion = StandInModel(
        "fusion",
        batch: 64,
        inputs: [imageEmbedding, textEmbedding] + context,
        outputs: [probabilities, versions[2]],
        latency: "1:1,64:2"
    )
    public static let ensemble = StandInModel(
        "firearm_ensemble",
        batch: 16,
        inputs: [pixels] + text + context,
        outputs: [probabilities] + versions
    )

    public static let all = [clipImage, distilbert, distilbertCPU, fusion, ensemble]
}
