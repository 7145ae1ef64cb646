import ModerationCore

/// Answers in the contract's shapes, the same for the same inputs, without a model.
///
/// An embedding's first value carries the first pixel (÷ 255) or the sum of the ids, so that ``Distribution`` can tell photos and texts
/// apart, in the ensemble as in fusion after the towers.
public struct ContractAnswers: Sendable {
    /// What fusion sees of one photo: first pixel ÷ 255 (0 without photo), sum of the ids (0 without text), presence.
    public struct FusionRow: Sendable, Equatable {
        public var photo: Float
        public var text: Float
        public var presence: [Float]
        public var context: [Float]
    }

    /// The nine class probabilities.
    public typealias Distribution = @Sendable (FusionRow) -> [Float]

    private let distribution: Distribution

    public init(distribution: @escaping Distribution) { self.distribution = distribution }

    /// A firearm with this probability, and `other` else.
    public static func firearm(_ probability: Float) -> [Float] { [probability, 0, 0, 0, 0, 0, 0, 0, 1 - probability] }

    /// Inputs that are missing count as no rows: whether a request is whole is for its receiver to say.
    public func answer(to request: InferenceRequest, version: (String) -> Int64 = { _ in 1 }) -> InferenceResponse {
        let inputs = Dictionary(request.inputs.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var outputs: [Tensor] = []
        let photos = inputs["pixels"].map(firstPixels) ?? []
        let texts = inputs["input_ids"].map(sums) ?? []
        switch request.model {
        case "clip_image":
            outputs = [
                embedding("image_embedding", photos, width: 512),
                versions("clip_image_version", photos.count, version("clip_image")),
            ]
        case "distilbert_int8", "distilbert_int8_cpu":
            outputs = [
                embedding("text_embedding", texts, width: 768),
                versions("distilbert_version", texts.count, version("distilbert_int8")),
            ]
        case "fusion":
            let photoSignals = inputs["image_embedding"].map { firsts($0, width: 512) } ?? []
            let textSignals = inputs["text_embedding"].map { firsts($0, width: 768) } ?? []
            outputs = [
                probabilities(photoSignals, textSignals, inputs),
                versions("fusion_version", photoSignals.count, version("fusion")),
            ]
        default:
            outputs = [
                probabilities(photos, texts, inputs), versions("clip_image_version", photos.count, version("clip_image")),
                versions("distilbert_version", photos.count, version("distilbert_int8")),
                versions("fusion_version", photos.count, version("fusion")),
            ]
        }
        return InferenceResponse(model: request.model, version: "1", outputs: outputs)
    }

    private func probabilities(_ photos: [Float], _ texts: [Float], _ inputs: [String: Tensor]) -> Tensor {
        let presence = inputs["presence"].map { FakeTensors.floats($0) } ?? []
        let context = inputs["context"].map { FakeTensors.floats($0) } ?? []
        let rows = photos.indices.flatMap { row in
            distribution(
                FusionRow(
                    photo: photos[row],
                    text: row < texts.count ? texts[row] : 0,
                    presence: Array(presence.dropFirst(row * 2).prefix(2)),
                    context: Array(context.dropFirst(row * 16).prefix(16))
                )
            )
        }
        return FakeTensors.fp32("class_probabilities", shape: [Int64(photos.count), 9], rows)
    }

    private func firstPixels(_ tensor: Tensor) -> [Float] {
        stride(from: tensor.bytes.startIndex, to: tensor.bytes.endIndex, by: PixelBuffer.byteCount).map {
            Float(tensor.bytes[$0]) / 255
        }
    }

    /// Of each row.
    private func sums(_ tensor: Tensor) -> [Float] {
        let values = FakeTensors.int64s(tensor)
        guard let width = tensor.shape.last.map(Int.init), width > 0 else { return [] }
        return stride(from: 0, to: values.count, by: width).map { Float(values[$0...].prefix(width).reduce(0, &+)) }
    }

    private func firsts(_ tensor: Tensor, width: Int) -> [Float] {
        let values = FakeTensors.floats(tensor)
        return stride(from: 0, to: values.count, by: width).map { values[$0] }
    }

    private func embedding(_ name: String, _ firsts: [Float], width: Int) -> Tensor {
        let values = firsts.flatMap { [$0] + [Float](repeating: 0, count: width - 1) }
        return FakeTensors.fp32(name, shape: [Int64(firsts.count), Int64(width)], values)
    }

    private func versions(_ name: String, _ batch: Int, _ version: Int64) -> Tensor {
        FakeTensors.int64(name, shape: [Int64(batch), 1], [Int64](repeating: version, count: batch))
    }
}
