import Logging
import ModerationCore
import Reactor
import Recording
import RedisAdapter
import ServiceLifecycle

/// Asks everything this server leans on how it is, twice a second, and logs what changed.
struct ReadinessProbe: Service {
    static let interval = Duration.milliseconds(500)
    /// Longer than a bank change may take to be live (one second), with room for one missed poll.
    static let staleBankLimit = Duration.seconds(3)

    let readiness: Readiness
    let backend: any InferenceBackend
    let redis: RedisClient
    let bank: any FingerprintBank
    let store: DecisionStore
    let catalog: ModelRepositoryCatalog
    let files: WorkerPool
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await probe()
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    func probe() async {
        try? await files.run { [catalog] in catalog.refresh() }
        let deadline = Deadline.after(.milliseconds(400), from: .now)
        async let triton = backend.isReady(model: "firearm_ensemble", deadline: deadline)
        async let redisAnswers = redis.isReachable(deadline: deadline)
        async let storeWritable = store.isWritable()
        let components = await [
            component("triton", triton, otherwise: .degraded, "firearm_ensemble is not ready: listings fail open"),
            component(
                "redis",
                redisAnswers,
                otherwise: .degraded,
                "no answer: banks from memory, seller defaults, no idempotency"
            ),
            banks(),
            component("store", storeWritable, otherwise: .down, "decisions cannot be written"),
            component(
                "models",
                catalog.problems.isEmpty && !catalog.versions.isEmpty,
                otherwise: .degraded,
                catalog.problems.first ?? "no text tower version with a vocabulary in the repository"
            ),
        ]
        let before = readiness.report().components
        readiness.update(components)
        for each in components where before.first(where: { $0.name == each.name })?.state != each.state {
            let message: Logger.Message = "\(each.name) is \(each.state.rawValue): \(each.detail)"
            if each.state == .up { logger.info(message) } else { logger.warning(message) }
        }
    }

    private func component(
        _ name: String,
        _ isUp: Bool,
        otherwise: Readiness.ComponentState,
        _ detail: String
    ) -> Readiness.Component {
        Readiness.Component(name: name, state: isUp ? .up : otherwise, detail: isUp ? "answers" : detail)
    }

    private func banks() -> Readiness.Component {
        let statuses = bank.statuses()
        guard let stalest = statuses.max(by: { $0.staleMilliseconds < $1.staleMilliseconds }) else {
            return Readiness.Component(name: "banks", state: .up, detail: "none loaded")
        }
        let isStale = stalest.staleMilliseconds > Self.staleBankLimit.wholeMicroseconds / 1_000
        let detail = statuses.map { "\($0.name) epoch \($0.epoch), \($0.entryCount) entries" }.joined(separator: "; ")
        return Readiness.Component(
            name: "banks",
            state: isStale ? .degraded : .up,
            detail: isStale ? "\(detail); \(stalest.staleMilliseconds) ms behind Redis" : detail
        )
    }
}
