public import ModerationCore
import Synchronization

/// The banks in memory: a lookup reads an immutable snapshot and never waits for a writer's work, only for the moment in which a writer
/// exchanges one snapshot for the next.
///
/// Every match of every bank is returned, allow banks among them: that an innocent match wins over a bad one for its photo is the policy's
/// business (``BankKind/allow``). Flat scan: 1 million 64-bit entries are 8 MB.
public final class BankSet: FingerprintBank, BankChangeSink {
    /// At most this many matches of one bank are returned, the nearest.
    public static let maximumMatchCountPerBank = 32

    private struct Readable: Sendable {
        var banks: [BankSnapshot] = []
        /// When the banks were last known to equal Redis, by name.
        var freshAt: [String: ContinuousClock.Instant] = [:]
    }

    private let monotonicNow: @Sendable () -> ContinuousClock.Instant
    private let wallNow: @Sendable () -> UnixTime
    private let readable = Mutex(Readable())
    /// One writer at a time; held while a change is worked in. Readers never take it.
    private let writers = Mutex<[String: BankWriter]>([:])

    /// `monotonicNow` dates freshness, `wallNow` the expiry of entries.
    public init(
        monotonicNow: @escaping @Sendable () -> ContinuousClock.Instant,
        wallNow: @escaping @Sendable () -> UnixTime
    ) {
        self.monotonicNow = monotonicNow
        self.wallNow = wallNow
    }

    /// Entries of a bank whose fingerprint is malformed or of another length than the bank's kind asks; 0 for an unknown bank.
    public func rejectedEntryCount(bank name: String) -> Int {
        readable.withLock { $0.banks }.first { $0.metadata.name == name }?.rejectedEntryCount ?? 0
    }

    // MARK: Reading

    public func matches(for fingerprint: PhotoFingerprint, photoIndex: Int) -> [FingerprintMatch] {
        guard fingerprint.isReliable else { return [] }
        let banks = readable.withLock { $0.banks }
        let now = wallNow()
        var matches: [FingerprintMatch] = []
        for bank in banks where bank.metadata.state == .live && bank.metadata.fingerprintKind == fingerprint.fingerprint.kind {
            var found: [FingerprintMatch] = []
            bank.forEach(near: fingerprint.fingerprint.words) { label, distance in
                if let expires = label.expires, expires <= now { return }
                found.append(
                    FingerprintMatch(
                        bank: bank.metadata.name,
                        bankKind: bank.metadata.kind,
                        entryID: label.id,
                        distance: distance,
                        orientation: .upright,
                        photoIndex: photoIndex,
                        reason: label.reason
                    )
                )
                // Keep a bounded number while scanning, so that a bank full of near copies costs no more memory than others.
                if found.count >= 4 * Self.maximumMatchCountPerBank { Self.keepNearest(&found) }
            }
            Self.keepNearest(&found)
            matches += found
        }
        return matches.sorted { Self.order($0, $1) }
    }

    public func statuses() -> [BankStatus] {
        let now = monotonicNow()
        let state = readable.withLock { $0 }
        return state.banks.map { bank in
            let age = state.freshAt[bank.metadata.name].map { $0.duration(to: now) } ?? .zero
            return BankStatus(
                name: bank.metadata.name,
                kind: bank.metadata.kind,
                fingerprintKind: bank.metadata.fingerprintKind,
                radius: bank.metadata.radius,
                pixelMode: bank.metadata.pixelMode,
                epoch: bank.metadata.epoch,
                entryCount: bank.liveCount,
                staleMilliseconds: max(0, age.wholeMicroseconds / 1_000)
            )
        }
    }

    private static func keepNearest(_ matches: inout [FingerprintMatch]) {
        matches.sort { order($0, $1) }
        if matches.count > maximumMatchCountPerBank { matches.removeLast(matches.count - maximumMatchCountPerBank) }
    }

    /// Nearest first, then by bank and entry, so that equal lookups give equal answers.
    private static func order(_ left: FingerprintMatch, _ right: FingerprintMatch) -> Bool {
        (left.distance, left.bank, left.entryID) < (right.distance, right.bank, right.entryID)
    }

    // MARK: Writing

    public func replace(_ metadata: BankMetadata, entries: [BankEntry]) {
        // Built before any lock is taken: a snapshot of a million entries takes a while.
        let writer = BankWriter(metadata, entries: entries)
        writers.withLock { writers in
            writers[metadata.name] = writer
            publish(writers, fresh: metadata.name)
        }
    }

    /// A change of a bank that was never loaded is ignored, and so is one whose `epoch` is not later than the bank's: logs may be read twice.
    public func apply(_ change: BankChange, toBank name: String, epoch: Int64) {
        writers.withLock { writers in
            guard var writer = writers.removeValue(forKey: name) else { return }
            guard epoch > writer.epoch else {
                writers[name] = writer
                return
            }
            switch change {
            case .put(let entries): for entry in entries { writer.put(entry) }
            case .remove(let ids): for id in ids { writer.remove(id) }
            case .metadata(var metadata):
                metadata.name = name
                if !writer.update(metadata) { writer = BankWriter(metadata, entries: []) }
            }
            writer.advance(to: epoch)
            writers[name] = writer
            publish(writers, fresh: nil)
        }
    }

    public func drop(bank name: String) {
        writers.withLock { writers in
            writers[name] = nil
            publish(writers, fresh: nil)
        }
    }

    public func confirmFresh(at now: ContinuousClock.Instant) {
        readable.withLock { state in
            for bank in state.banks { state.freshAt[bank.metadata.name] = now }
        }
    }

    private func publish(_ writers: borrowing [String: BankWriter], fresh name: String?) {
        let banks = writers.values.map(\.snapshot).sorted { $0.metadata.name < $1.metadata.name }
        let now = monotonicNow()
        readable.withLock { state in
            state.banks = banks
            if let name { state.freshAt[name] = now }
            let known = Set(banks.map(\.metadata.name))
            state.freshAt = state.freshAt.filter { known.contains($0.key) }
        }
    }
}
