import Metrics
import ModerationCore
import RedisAdapter
import Screening

/// How banks stand and what their lookups found since the server started, as gauges by bank.
struct BankGauges: Sendable {
    private let changes = Gauge(label: "holster_bank_changes")
    private let snapshots = Gauge(label: "holster_bank_snapshots")
    private let malformed = Gauge(label: "holster_bank_malformed")
    private let missing = Gauge(label: "holster_banks_missing")

    func set(follower: BankFollowerStatus, statuses: [BankStatus], lookups: [BankMatchStatistics]) {
        changes.record(follower.changeCount)
        snapshots.record(follower.snapshotCount)
        malformed.record(follower.malformedCount)
        missing.record(follower.missingBanks.count)
        for bank in statuses {
            gauge("holster_bank_epoch", bank.name).record(bank.epoch)
            gauge("holster_bank_stale_milliseconds", bank.name).record(bank.staleMilliseconds)
            gauge("holster_bank_entries", bank.name, state: "live").record(bank.liveEntryCount)
            gauge("holster_bank_entries", bank.name, state: "shadow").record(bank.shadowEntryCount)
            gauge("holster_bank_entries", bank.name, state: "quarantined").record(bank.quarantinedEntryCount)
            gauge("holster_bank_entries", bank.name, state: "rejected").record(bank.rejectedEntryCount)
        }
        for bank in lookups {
            gauge("holster_bank_lookups", bank.bank).record(bank.lookupCount)
            gauge("holster_bank_photos_matched", bank.bank).record(bank.matchedPhotoCount)
        }
    }

    private func gauge(_ label: String, _ bank: String, state: String? = nil) -> Gauge {
        Gauge(label: label, dimensions: [("bank", bank)] + (state.map { [("state", $0)] } ?? []))
    }
}
