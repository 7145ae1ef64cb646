/// The version each model reported of itself in the answer; `nil` where it did not run.
public struct ModelVersions: Sendable, Equatable, Codable {
    public var clipImage: Int64?
    public var distilbert: Int64?
    public var fusion: Int64?
    public var ensemble: String?

    public init(clipImage: Int64? = nil, distilbert: Int64? = nil, fusion: Int64? = nil, ensemble: String? = nil) {
        self.clipImage = clipImage
        self.distilbert = distilbert
        self.fusion = fusion
        self.ensemble = ensemble
    }
}

/// Everything that shaped a decision, so that it can be explained and replayed.
public struct VersionVector: Sendable, Equatable, Codable {
    public var normaliser: String
    /// How pixels and fingerprints were made: `exact` or `fast`; empty without photos.
    public var pixelMode: String
    /// File name and digest of the rule file.
    public var rules: String
    /// Epoch by bank name.
    public var bankEpochs: [String: Int64]
    /// SHA-256 (hexadecimal) of the vocabulary.
    public var tokenizer: String
    public var models: ModelVersions
    /// Name and digest of the policy file; thresholds are part of the policy.
    public var policy: String
    public var build: String

    public init(
        normaliser: String = "",
        pixelMode: String = "",
        rules: String = "",
        bankEpochs: [String: Int64] = [:],
        tokenizer: String = "",
        models: ModelVersions = ModelVersions(),
        policy: String = "",
        build: String = ""
    ) {
        self.normaliser = normaliser
        self.pixelMode = pixelMode
        self.rules = rules
        self.bankEpochs = bankEpochs
        self.tokenizer = tokenizer
        self.models = models
        self.policy = policy
        self.build = build
    }
}
