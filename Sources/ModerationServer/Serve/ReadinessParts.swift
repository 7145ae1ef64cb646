import MediaInput
import ModerationCore
import Reactor
import Recording
import RedisAdapter
import Screening

/// What ``ReadinessProbe`` asks.
struct ReadinessParts: Sendable {
    let readiness: Readiness
    let backend: any InferenceBackend
    let redis: RedisClient
    let follower: RedisBankFollower
    let bank: BankSet
    let rules: RuleBook
    /// What this server makes pixels and fingerprints with.
    let pixelMode: PixelMode
    let store: DecisionStore
    let catalog: ModelRepositoryCatalog
    /// Reads the model folder.
    let files: WorkerPool
    let gauges = StoreGauges()
    let bankGauges = BankGauges()
}
