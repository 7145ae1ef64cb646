import ModerationCore

/// Calls one model and turns what it answers into numbers that were checked.
struct ModelCaller: Sendable {
    let backend: any InferenceBackend
    let requestID: String
    let deadline: Deadline

    /// One ensemble call for one photo and its text.
    func ensemble(
        _ photo: ScoringPhoto,
        tokens: TokenTensors,
        context: [Float],
        hasText: Bool
    ) async throws(RungFailure) -> (rows: [ClassProbabilities], versions: ModelVersions) {
        typealias Name = ModelContract.Name
        let response = try await infer(
            ModelContract.ensemble,
            inputs: [
                .pixels([photo]), tokens.ids, tokens.mask, .fp32(Name.context, shape: [1, ModelContract.contextWidth], context),
                .fp32(Name.presence, shape: [1, ModelContract.presenceWidth], [1, hasText ? 1 : 0]),
            ],
            outputs: [Name.classProbabilities, Name.imageVersion, Name.textVersion, Name.fusionVersion]
        )
        let versions = ModelVersions(
            clipImage: try response.version(Name.imageVersion, batch: 1),
            distilbert: try response.version(Name.textVersion, batch: 1),
            fusion: try response.version(Name.fusionVersion, batch: 1),
            ensemble: response.version
        )
        return (try response.distributions(batch: 1), versions)
    }

    /// All photos as one batch.
    func imageTower(_ photos: [ScoringPhoto]) async throws(RungFailure) -> ImageEmbeddings {
        typealias Name = ModelContract.Name
        let response = try await infer(
            ModelContract.imageTower,
            inputs: [.pixels(photos)],
            outputs: [Name.imageEmbedding, Name.imageVersion]
        )
        let shape = [photos.count, ModelContract.imageEmbeddingWidth]
        _ = try response.floats(Name.imageEmbedding, shape: shape)
        return ImageEmbeddings(
            bytes: try response.checked(Name.imageEmbedding, .fp32, shape: shape).bytes,
            version: try response.version(Name.imageVersion, batch: photos.count)
        )
    }

    /// One text through `model`, which is the text tower or its CPU twin.
    func textTower(_ model: String, tokens: TokenTensors) async throws(RungFailure) -> (bytes: ArraySlice<UInt8>, version: Int64)
    {
        typealias Name = ModelContract.Name
        let response = try await infer(
            model,
            inputs: [tokens.ids, tokens.mask],
            outputs: [Name.textEmbedding, Name.textVersion]
        )
        let shape = [1, ModelContract.textEmbeddingWidth]
        _ = try response.floats(Name.textEmbedding, shape: shape)
        return (
            try response.checked(Name.textEmbedding, .fp32, shape: shape).bytes, try response.version(Name.textVersion, batch: 1)
        )
    }

    /// Fusion for `batch` photos with the same text; absent photos or text are zero embeddings with presence 0.
    func fusion(
        image: ImageEmbeddings?,
        text: TextEmbedding?,
        context: [Float],
        batch: Int
    ) async throws(RungFailure) -> (rows: [ClassProbabilities], version: Int64) {
        typealias Name = ModelContract.Name
        let imageWidth = ModelContract.imageEmbeddingWidth
        let textWidth = ModelContract.textEmbeddingWidth
        let imageBytes = image?.bytes ?? zeros(batch * imageWidth * 4)
        let textBytes =
            text.map { text in Array(repeating: text.bytes, count: batch).flatMap(\.self)[...] } ?? zeros(batch * textWidth * 4)
        let presence: [Float] = [image == nil ? 0 : 1, text == nil ? 0 : 1]
        let response = try await infer(
            ModelContract.fusion,
            inputs: [
                Tensor(name: Name.imageEmbedding, datatype: .fp32, shape: [Int64(batch), Int64(imageWidth)], bytes: imageBytes),
                Tensor(name: Name.textEmbedding, datatype: .fp32, shape: [Int64(batch), Int64(textWidth)], bytes: textBytes),
                .fp32(Name.context, shape: [batch, context.count], Array(repeating: context, count: batch).flatMap(\.self)),
                .fp32(Name.presence, shape: [batch, presence.count], Array(repeating: presence, count: batch).flatMap(\.self)),
            ],
            outputs: [Name.classProbabilities, Name.fusionVersion]
        )
        return (try response.distributions(batch: batch), try response.version(Name.fusionVersion, batch: batch))
    }

    private func zeros(_ byteCount: Int) -> ArraySlice<UInt8> { [UInt8](repeating: 0, count: byteCount)[...] }

    private func infer(_ model: String, inputs: [Tensor], outputs: [String]) async throws(RungFailure) -> InferenceResponse {
        do throws(InferenceFailure) {
            return try await backend.infer(
                InferenceRequest(model: model, id: requestID, inputs: inputs, outputs: outputs),
                deadline: deadline
            )
        } catch {
            throw RungFailure(error, model: model)
        }
    }
}
