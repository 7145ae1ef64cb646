/// The part of a model's configuration that `holster models` shows.
public struct ModelConfiguration: Sendable, Equatable {
    /// Which of the version directories are live.
    public enum VersionPolicy: Sendable, Equatable {
        /// The highest numbers, this many; Triton's default is the highest one.
        case latest(count: Int)
        case all
        case specific([Int64])
    }

    /// A model that an ensemble calls.
    public struct EnsembleStep: Sendable, Equatable {
        public var model: String
        /// `nil` for the newest.
        public var version: Int64?
    }

    public var name: String
    public var platform: String
    public var backend: String
    public var versionPolicy: VersionPolicy
    /// 0 where the model does not batch.
    public var maximumBatchSize: Int
    /// Empty unless the model is an ensemble.
    public var ensembleSteps: [EnsembleStep]

    init(_ message: KServe.ModelConfig) {
        name = message.name
        platform = message.platform
        backend = message.backend
        maximumBatchSize = Int(message.maxBatchSize)
        versionPolicy =
            switch message.versionPolicy?.policyChoice {
            case .latest(let latest): .latest(count: Int(latest.numVersions))
            case .all: .all
            case .specific(let specific): .specific(specific.versions)
            case nil: .latest(count: 1)
            }
        ensembleSteps =
            if case .ensembleScheduling(let ensemble) = message.schedulingChoice {
                ensemble.step.map { EnsembleStep(model: $0.modelName, version: $0.modelVersion < 0 ? nil : $0.modelVersion) }
            } else {
                []
            }
    }
}
