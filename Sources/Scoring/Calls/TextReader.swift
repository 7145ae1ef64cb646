import ModerationCore

/// Sees to it that text is scored only with the vocabulary of the version that answers.
struct TextReader: Sendable {
    let catalog: any ModelCatalog
    let memory: TokenizerMemory
    let configuration: ScoringConfiguration
    let time: TimeSource

    /// Runs `call` with the listing's tokens. When the version that answered has another vocabulary than the one used, the text is
    /// tokenized again and the call repeated once. Throws ``ScoringFailure/noTokenizer`` when there is none for that version.
    func read<Answer: Sendable>(
        _ input: ScoringInput,
        model: String,
        deadline: Deadline,
        call: (TokenTensors) async throws(RungFailure) -> (answer: Answer, version: Int64)
    ) async throws(RungFailure) -> (answer: Answer, version: Int64, vocabularyDigest: String) {
        guard var tokenizer = firstGuess(model: model) else {
            throw RungFailure(.noTokenizer, "\(model): the catalog has no tokenizer at all")
        }
        for attempt in 1...2 {
            let (answer, version) = try await call(try tokens(of: input, by: tokenizer))
            memory.remember(version, of: model)
            guard let right = catalog.tokenizer(forTextTowerVersion: version) else {
                throw RungFailure(.noTokenizer, "\(model): no tokenizer for version \(version), which answered")
            }
            if right.vocabularyDigest == tokenizer.vocabularyDigest { return (answer, version, right.vocabularyDigest) }
            tokenizer = right
            if attempt == 1, deadline.remaining(at: time.monotonicNow()) < configuration.minimumRungTime {
                throw RungFailure(
                    .noTokenizer,
                    "\(model): version \(version) has another vocabulary, and no time is left to repeat"
                )
            }
        }
        throw RungFailure(.noTokenizer, "\(model): the version changed twice during one listing")
    }

    /// The ids of a listing without text, for the ensemble: `[CLS] [SEP]` of whatever vocabulary is at hand.
    func emptyText(model: String) -> TokenTensors? {
        guard let tokenizer = firstGuess(model: model) else { return nil }
        return try? tokens(of: ScoringInput(), by: tokenizer)
    }

    private func firstGuess(model: String) -> (any TextTokenizer)? {
        if let version = memory.expectedVersion(of: model), let known = catalog.tokenizer(forTextTowerVersion: version) {
            return known
        }
        return catalog.tokenizer(forTextTowerVersion: nil)
    }

    private func tokens(of input: ScoringInput, by tokenizer: any TextTokenizer) throws(RungFailure) -> TokenTensors {
        let maximum = configuration.maximumTokenCount
        let text = tokenizer.tokenize(title: input.title, description: input.description, maximumCount: maximum)
        // Attention over nothing is NaN in the graph: refuse it here, by name.
        guard !text.ids.isEmpty else { throw RungFailure(.noTokenizer, "tokenizer \(tokenizer.vocabularyDigest) gave no ids") }
        return TokenTensors(text, padding: configuration.tokenPadding, maximumCount: maximum)
    }
}
