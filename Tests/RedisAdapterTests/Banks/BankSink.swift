import Glibc
import ModerationCore
import Synchronization

/// Keeps banks as the follower reports them.
final class BankSink: BankChangeSink {
    struct Bank {
        var metadata: BankMetadata
        var entries: [String: BankEntry]
    }

    private let state = Mutex<[String: Bank]>([:])
    private let fresh = Mutex<[String: ContinuousClock.Instant]>([:])
    private let replaced = Mutex(0)
    private let stamps = Mutex<[String: String]>([:])
    private let held = Mutex<String?>(nil)

    var names: [String] { state.withLock { $0.keys.sorted() } }
    var replaceCount: Int { replaced.withLock { $0 } }

    func ids(_ name: String) -> [String] { state.withLock { $0[name]?.entries.keys.sorted() ?? [] } }

    func metadata(_ name: String) -> BankMetadata? { state.withLock { $0[name]?.metadata } }

    func entry(_ id: String, _ name: String) -> BankEntry? { state.withLock { $0[name]?.entries[id] } }

    func freshAt(_ name: String) -> ContinuousClock.Instant? { fresh.withLock { $0[name] } }

    func stamp(_ name: String) -> String? { stamps.withLock { $0[name] } }

    /// The next snapshot of this bank takes until ``release()``, as building a big index does.
    func hold(_ name: String) { held.withLock { $0 = name } }

    func release() { held.withLock { $0 = nil } }

    func keep(stamp: String?, bank name: String, epoch: Int64) { stamps.withLock { $0[name] = stamp } }

    func replace(_ metadata: BankMetadata, entries: [BankEntry]) {
        while held.withLock({ $0 == metadata.name }) { usleep(1_000) }
        replaced.withLock { $0 += 1 }
        state.withLock { state in
            state[metadata.name] = Bank(metadata: metadata, entries: Dictionary(entries.map { ($0.id, $0) }) { _, last in last })
        }
    }

    func apply(_ change: BankChange, toBank name: String, epoch: Int64) {
        state.withLock { state in
            switch change {
            case .put(let entries): for entry in entries { state[name]?.entries[entry.id] = entry }
            case .remove(let ids): for id in ids { state[name]?.entries[id] = nil }
            case .metadata(let metadata): state[name]?.metadata = metadata
            }
            state[name]?.metadata.epoch = epoch
        }
    }

    func drop(bank name: String) { state.withLock { $0[name] = nil } }

    func confirmFresh(at now: ContinuousClock.Instant, banks: Set<String>) {
        fresh.withLock { fresh in
            for name in banks { fresh[name] = now }
        }
    }
}
