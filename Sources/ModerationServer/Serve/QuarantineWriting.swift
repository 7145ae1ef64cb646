import Logging
import Metrics
import ModerationCore
import RedisAdapter
import Screening
import ServiceLifecycle

/// Tells Redis, and with it every other server, which entries this process quarantined; asks again until the bank says so.
struct QuarantineWriting: Service {
    static let interval = Duration.milliseconds(500)
    /// Who changed the entry, as its record says.
    static let author = "holster"

    let banks: BankSet
    let store: RedisBankStore
    let logger: Logger
    private let quarantined = Counter(label: "holster_bank_entries_quarantined_total")

    init(banks: BankSet, store: RedisBankStore, logger: Logger) {
        self.banks = banks
        self.store = store
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var reported: Set<String> = []
            while !Task.isCancelled {
                let notices = banks.unconfirmedQuarantines()
                let known = reported
                reported = Set(notices.map(Self.key))
                for notice in notices {
                    let isNew = !known.contains(Self.key(notice))
                    if isNew { report(notice) }
                    await write(notice, isNew: isNew)
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private static func key(_ notice: QuarantineNotice) -> String { "\(notice.bank)/\(notice.entryID)" }

    private func report(_ notice: QuarantineNotice) {
        quarantined.increment()
        logger.warning("bank \(notice.bank): entry '\(notice.entryID)' is quarantined: \(notice.reason)")
    }

    /// While Redis is away the quarantine holds in this process. Somebody who released the entry meanwhile has the last word.
    private func write(_ notice: QuarantineNotice, isNew: Bool) async {
        do throws(RedisFailure) {
            let known = try await store.entries(ids: [notice.entryID], bank: notice.bank)
            guard let entry = known.first, entry.state == .live else { return }
            if (entry.changed ?? entry.created) > notice.time {
                banks.endQuarantine(of: notice.entryID, bank: notice.bank)
                return
            }
            _ = try await store.setState(
                .quarantined,
                entryIDs: [notice.entryID],
                bank: notice.bank,
                note: notice.reason,
                author: Self.author
            )
        } catch {
            // Readiness tells that Redis is away.
            if error == .notConnected || !isNew { return }
            logger.warning("bank \(notice.bank): entry '\(notice.entryID)': the quarantine could not be written: \(error)")
        }
    }
}
