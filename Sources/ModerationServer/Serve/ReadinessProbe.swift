import Logging
import ModerationCore
import Reactor
import Recording
import RedisAdapter
import ServiceLifecycle
import Synchronization

/// Asks everything this server leans on how it is, twice a second, and logs what changed.
///
/// What may hang with the disk (the store's check, reading the model folder) runs in loops of its own and is judged by the age of its last
/// answer, so that a hung disk shows instead of freezing the report.
final class ReadinessProbe: Service {
    static let interval = Duration.milliseconds(500)
    /// Longer than a bank change may take to be live (one second), with room for a missed poll.
    static let staleBankLimit = Duration.seconds(3)
    /// An answer of the disk older than this counts as none.
    static let diskAnswerLimit = Duration.seconds(3)

    private struct DiskAnswer {
        var isGood = false
        var at: ContinuousClock.Instant?
    }

    private let parts: ReadinessParts
    private let logger: Logger
    private let storeAnswer = Mutex(DiskAnswer())
    private let catalogAnswer = Mutex(DiskAnswer())
    /// Logged once each, until they no longer hold.
    private let loggedRemarks = Mutex<Set<String>>([])

    init(_ parts: ReadinessParts, logger: Logger) {
        self.parts = parts
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.every { await self.askStore() } }
                group.addTask { await self.every { await self.readCatalog() } }
                group.addTask { await self.every { await self.probe() } }
            }
        }
    }

    private func every(_ work: @Sendable () async -> Void) async {
        while !Task.isCancelled {
            await work()
            try? await Task.sleep(for: Self.interval)
        }
    }

    private func askStore() async {
        let isWritable = await parts.store.isWritable()
        storeAnswer.withLock { $0 = DiskAnswer(isGood: isWritable, at: .now) }
    }

    private func readCatalog() async {
        guard (try? await parts.files.run { [catalog = parts.catalog] in catalog.refresh() }) != nil else { return }
        let isGood = parts.catalog.problems.isEmpty && !parts.catalog.versions.isEmpty
        catalogAnswer.withLock { $0 = DiskAnswer(isGood: isGood, at: .now) }
    }

    private func probe() async {
        let deadline = Deadline.after(.milliseconds(400), from: .now)
        async let triton = parts.backend.isReady(model: "firearm_ensemble", deadline: deadline)
        async let redis = parts.redis.isReachable(deadline: deadline)
        let components = await [
            component("triton", triton, otherwise: .degraded, "firearm_ensemble is not ready: listings fail open"),
            component("redis", redis, otherwise: .degraded, "no answer: banks from memory, seller defaults, no idempotency"),
            banks(),
            rules(),
            component("store", isGood(storeAnswer), otherwise: .down, "decisions cannot be written"),
            component(
                "models",
                isGood(catalogAnswer),
                otherwise: .degraded,
                parts.catalog.problems.first ?? "no text tower version with a vocabulary in the repository"
            ),
        ]
        // Both disk loops have to have answered once before this server says that it can serve.
        guard storeAnswer.withLock({ $0.at != nil }), catalogAnswer.withLock({ $0.at != nil }) else { return }
        let before = parts.readiness.report().components
        parts.readiness.update(components)
        logRemarks(parts.pixelMode.remarks(on: parts.bank.statuses()))
        parts.gauges.set(parts.store.statistics)
        parts.bankGauges.set(follower: parts.follower.status, statuses: parts.bank.statuses(), lookups: parts.bank.lookupCounts())
        for each in components where before.first(where: { $0.name == each.name })?.state != each.state {
            let message: Logger.Message = "\(each.name) is \(each.state.rawValue): \(each.detail)"
            if each.state == .up { logger.info(message) } else { logger.warning(message) }
        }
    }

    private func rules() -> Readiness.Component {
        let status = parts.rules.status
        let inUse = "\(status.version), \(status.ruleCount) rules"
        return Readiness.Component(
            name: "rules",
            state: status.problem == nil ? .up : .degraded,
            detail: status.problem.map { "\(inUse), stays in use: \($0)" } ?? inUse
        )
    }

    private func logRemarks(_ remarks: [String]) {
        let new = loggedRemarks.withLock { logged in
            defer { logged = Set(remarks) }
            return remarks.filter { !logged.contains($0) }
        }
        for remark in new { logger.notice("banks: \(remark)") }
    }

    private func isGood(_ answer: borrowing Mutex<DiskAnswer>) -> Bool {
        answer.withLock { answer in
            guard let at = answer.at else { return false }
            return answer.isGood && at.duration(to: .now) < Self.diskAnswerLimit
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
        let statuses = parts.bank.statuses()
        guard let stalest = statuses.max(by: { $0.staleMilliseconds < $1.staleMilliseconds }) else {
            let hasLoaded = parts.follower.status.hasLoadedOnce
            return Readiness.Component(
                name: "banks",
                state: hasLoaded ? .up : .degraded,
                detail: hasLoaded ? "Redis holds none" : "not loaded: no photo is looked up"
            )
        }
        let missing = parts.follower.status.missingBanks
        let isStale = stalest.staleMilliseconds > Self.staleBankLimit.wholeMicroseconds / 1_000
        var detail = statuses.map { "\($0.name) epoch \($0.epoch), \($0.entryCount) entries" }.joined(separator: "; ")
        if isStale { detail += "; \(stalest.staleMilliseconds) ms behind Redis" }
        let remarks = parts.pixelMode.remarks(on: statuses)
        if !remarks.isEmpty { detail += "; " + remarks.joined(separator: "; ") }
        if !missing.isEmpty { detail += "; gone from Redis, kept in memory: \(missing.joined(separator: ", "))" }
        return Readiness.Component(name: "banks", state: isStale || !missing.isEmpty ? .degraded : .up, detail: detail)
    }
}
