import Logging
import Metrics
import Reactor
import ServiceLifecycle

/// Looks every two seconds whether the rule file changed, and reads it anew. A broken file is logged once and what was in use stays in use.
struct RuleReloading: Service {
    let file: RuleFileWatch
    /// One thread that may compute for long.
    let pool: WorkerPool
    let logger: Logger
    private let rules = Gauge(label: "holster_rules")
    private let reloads = Gauge(label: "holster_rules_reloads")
    private let refusals = Gauge(label: "holster_rules_refused")

    init(file: RuleFileWatch, pool: WorkerPool, logger: Logger) {
        self.file = file
        self.pool = pool
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let status = file.book.status
                rules.record(status.ruleCount)
                reloads.record(status.reloadCount)
                refusals.record(status.refusalCount)
                try? await Task.sleep(for: .seconds(2))
                await look()
            }
        }
    }

    private func look() async {
        switch try? await pool.run({ [file] in file.look() }) {
        case .replaced(let version): logger.notice("rules: \(version) is in use")
        case .refused(let problem): logger.error("rules: what was in use stays in use: \(problem)")
        case .unchanged, nil: break
        }
    }
}
