import ModerationCore

/// Makes the calls of one rung: the ensemble for a single photo, else towers in parallel and then fusion.
struct RungRunner: Sendable {
    let caller: ModelCaller
    let textReader: TextReader
    let input: ScoringInput

    func run(_ rung: ScoringRung) async throws(RungFailure) -> RungAnswer {
        switch rung {
        case .full:
            if let photo = input.photos.first, input.photos.count == 1, let answer = try await ensemble(photo) { return answer }
            return try await separately(photos: input.photos, textTower: ModelContract.textTower)
        case .cpuText:
            return try await separately(photos: input.photos, textTower: ModelContract.cpuTextTower)
        case .textOnly:
            return try await separately(photos: [], textTower: ModelContract.cpuTextTower)
        }
    }

    /// `nil` when the listing has no text and no vocabulary is known that could say so: the towers then do without.
    private func ensemble(_ photo: ScoringPhoto) async throws(RungFailure) -> RungAnswer? {
        let model = ModelContract.ensemble
        let context = ContextFeatures.values(of: input)
        if !input.hasText {
            guard let empty = textReader.emptyText(model: model) else { return nil }
            let answer = try await caller.ensemble(photo, tokens: empty, context: context, hasText: false)
            return RungAnswer(rows: answer.rows, photoIndices: [photo.index], versions: answer.versions)
        }
        let (answer, _, digest) = try await textReader.read(input, model: model, deadline: caller.deadline) {
            (tokens) async throws(RungFailure) in
            let answer = try await caller.ensemble(photo, tokens: tokens, context: context, hasText: true)
            guard let version = answer.versions.distilbert else {
                throw RungFailure(.invalidOutput, "\(model): no text tower version")
            }
            return (answer: answer, version: version)
        }
        return RungAnswer(
            rows: answer.rows,
            photoIndices: [photo.index],
            versions: answer.versions,
            vocabularyDigest: digest
        )
    }

    private func separately(photos: [ScoringPhoto], textTower: String) async throws(RungFailure) -> RungAnswer {
        let (image, text) = try await towers(photos: photos, textTower: textTower)
        let fused = try await caller.fusion(
            image: image,
            text: text,
            context: ContextFeatures.values(of: input),
            batch: max(photos.count, 1)
        )
        return RungAnswer(
            rows: fused.rows,
            photoIndices: photos.map(\.index),
            versions: ModelVersions(clipImage: image?.version, distilbert: text?.version, fusion: fused.version),
            vocabularyDigest: text?.vocabularyDigest
        )
    }

    private enum TowerAnswer: Sendable {
        case image(ImageEmbeddings)
        case text(TextEmbedding)
        case failed(RungFailure)
    }

    /// Both towers at once; the first failure cancels the other, so that the next rung is not kept waiting.
    private func towers(
        photos: [ScoringPhoto],
        textTower: String
    ) async throws(RungFailure) -> (ImageEmbeddings?, TextEmbedding?) {
        let outcome = await withTaskGroup(of: TowerAnswer.self) {
            group -> Result<(ImageEmbeddings?, TextEmbedding?), RungFailure> in
            if !photos.isEmpty { group.addTask { await imageAnswer(photos) } }
            if input.hasText { group.addTask { await textAnswer(textTower) } }
            var image: ImageEmbeddings?
            var text: TextEmbedding?
            for await answer in group {
                switch answer {
                case .image(let embeddings): image = embeddings
                case .text(let embedding): text = embedding
                case .failed(let failure):
                    group.cancelAll()
                    return .failure(failure)
                }
            }
            return .success((image, text))
        }
        return try outcome.get()
    }

    private func imageAnswer(_ photos: [ScoringPhoto]) async -> TowerAnswer {
        do throws(RungFailure) { return .image(try await caller.imageTower(photos)) } catch { return .failed(error) }
    }

    private func textAnswer(_ model: String) async -> TowerAnswer {
        do throws(RungFailure) {
            let (answer, version, digest) = try await textReader.read(input, model: model, deadline: caller.deadline) {
                (tokens) async throws(RungFailure) in
                let answer = try await caller.textTower(model, tokens: tokens)
                return (answer: answer.bytes, version: answer.version)
            }
            return .text(TextEmbedding(bytes: answer, version: version, vocabularyDigest: digest))
        } catch {
            return .failed(error)
        }
    }
}
