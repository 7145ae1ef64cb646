public import ModerationCore
import Synchronization

/// The banks in memory: a lookup reads each bank as of one epoch and never waits for a writer's work, only for the moment in which a writer
/// exchanges one list of views for the next.
///
/// Every match of every bank is returned, allow banks among them: that an innocent match wins over a bad one for its photo is the policy's
/// business (``BankKind/allow``). What is not live is returned too, marked. An entry that floods (``FloodRule``) is quarantined on the spot.
public final class BankSet: FingerprintBank, BankChangeSink {
    /// At most this many live matches of one bank are returned, the nearest, and as many that do not act.
    public static let maximumMatchCountPerBank = 32

    private struct Readable: Sendable {
        /// By name.
        var banks: [BankView] = []
        /// When the banks were last known to equal Redis, by name.
        var freshAt: [String: ContinuousClock.Instant] = [:]
    }

    private struct Writers: Sendable {
        var banks: [String: BankWriter] = [:]
        /// Banks that were replaced or dropped and may still be read: freed by a writer, since that takes long.
        var former: [BankWriter] = []
    }

    private let time: TimeSource
    private let floodRule: FloodRule
    private let origin: ContinuousClock.Instant
    private let readable = Mutex(Readable())
    /// One writer at a time; held while a change is worked in. Readers never take it.
    private let writers = Mutex(Writers())

    /// `time` dates freshness and the expiry of entries.
    public init(time: TimeSource, floodRule: FloodRule = FloodRule()) {
        self.time = time
        self.floodRule = floodRule
        origin = time.monotonicNow()
    }

    public convenience init(
        monotonicNow: @escaping @Sendable () -> ContinuousClock.Instant,
        wallNow: @escaping @Sendable () -> UnixTime
    ) {
        self.init(time: TimeSource(monotonicNow: monotonicNow, wallNow: wallNow))
    }

    // MARK: Reading

    /// For somebody who asks why: it is not counted, and quarantines nothing.
    public func explain(_ photo: PhotoFingerprint) -> [FingerprintMatch] {
        matches(for: photo, photoIndex: 0, isCounted: false)
    }

    public func matches(for photo: PhotoFingerprint, photoIndex: Int, isCounted: Bool) -> [FingerprintMatch] {
        guard photo.isReliable else { return [] }
        let views = readable.withLock { $0.banks }
        let lookup = BankLookup(
            photo: photo,
            photoIndex: photoIndex,
            isCounted: isCounted,
            now: time.monotonicNow(),
            wall: time.wallNow()
        )
        var matches: [FingerprintMatch] = []
        for view in views where view.metadata.state != .disabled && view.metadata.fingerprintKind == photo.fingerprint.kind {
            lookup.run(on: view, &matches)
        }
        return matches.sorted { ($0.distance, $0.bank, $0.entryID) < ($1.distance, $1.bank, $1.entryID) }
    }

    public func statuses() -> [BankStatus] {
        let now = time.monotonicNow()
        let state = readable.withLock { $0 }
        return state.banks.map { view in
            let age = state.freshAt[view.metadata.name].map { $0.duration(to: now) } ?? .zero
            let quarantinedHere = view.ledger.quarantines.count
            return BankStatus(
                name: view.metadata.name,
                kind: view.metadata.kind,
                fingerprintKind: view.metadata.fingerprintKind,
                radius: view.radius,
                pixelMode: view.metadata.pixelMode,
                state: view.metadata.state,
                epoch: view.metadata.epoch,
                entryCount: view.counts.indexed,
                shadowEntryCount: view.counts.shadow,
                quarantinedEntryCount: min(view.counts.quarantined + quarantinedHere, view.counts.indexed),
                rejectedEntryCount: view.counts.rejected,
                staleMilliseconds: max(0, age.wholeMicroseconds / 1_000)
            )
        }
    }

    /// What the bank's lookups found since the process started, with its `limit` most matched entries; `nil` for an unknown bank. Copies the records
    /// of up to 65,536 entries: for a person who asks, not for every scrape.
    public func statistics(bank name: String, limit: Int = 100) -> BankMatchStatistics? {
        view(name)?.ledger.statistics(bank: name, limit: limit, now: time.monotonicNow())
    }

    /// Lookups and matches of every bank, without entries: cheap enough for a metrics page.
    public func lookupCounts() -> [BankMatchStatistics] {
        readable.withLock { $0.banks }.map { $0.ledger.statistics(bank: $0.metadata.name, limit: 0, now: time.monotonicNow()) }
    }

    /// Somebody released the entry since this process quarantined it.
    public func endQuarantine(of entryID: String, bank name: String) {
        guard let ledger = view(name)?.ledger else { return }
        ledger.endQuarantine(of: entryID)
        ledger.accept(entryID)
    }

    /// Entries that this process quarantined and whose bank does not say so yet, by bank and entry: to be written to Redis until it has them.
    public func unconfirmedQuarantines() -> [QuarantineNotice] {
        readable.withLock { $0.banks }.flatMap { $0.ledger.quarantines.values.sorted { $0.entryID < $1.entryID } }
    }

    package func metadata(bank name: String) -> BankMetadata? { view(name)?.metadata }

    /// Rows that the bank's entries ever took: those of removed entries are used again.
    package func rowCount(bank name: String) -> Int { view(name).map { Int($0.rowCount) } ?? 0 }

    func view(_ name: String) -> BankView? { readable.withLock { $0.banks }.first { $0.metadata.name == name } }

    /// When the bank was last known to equal Redis, by the wall clock.
    func freshAt(_ name: String) -> UnixTime {
        let age = readable.withLock { $0.freshAt[name] }.map { $0.duration(to: time.monotonicNow()) } ?? .zero
        return UnixTime(milliseconds: time.wallNow().milliseconds - max(0, age.wholeMicroseconds / 1_000))
    }

    // MARK: Writing

    public func replace(_ metadata: BankMetadata, entries: [BankEntry]) {
        // Built before any lock is taken: a snapshot of a million entries takes a while.
        var load = BankLoad(metadata, expectedCount: entries.count)
        load.add(entries)
        replace(by: load)
    }

    /// Replaces a bank by what was loaded, known to equal Redis at `fresh` or now. An entry that this process quarantined stays so where the bank
    /// calls it live: nobody has decided on it.
    package func replace(by load: BankLoad, fresh: ContinuousClock.Instant? = nil, quarantines: [QuarantineNotice] = []) {
        let name = load.metadata.name
        let ledger = view(name)?.ledger ?? MatchLedger(rule: floodRule, origin: origin)
        for notice in quarantines { _ = ledger.quarantine(notice) }
        let writer = load.finish(ledger: ledger)
        let decided = ledger.quarantines.keys.filter { writer.state(of: $0) != .live }
        change(freshBank: name, at: fresh ?? time.monotonicNow()) { writers in
            if let former = writers.banks.updateValue(writer, forKey: name) { writers.former.append(former) }
        }
        for id in decided { ledger.endQuarantine(of: id) }
    }

    /// Takes a bank from a file: as stale as it is by the wall clock.
    func restore(_ contents: BankFileReader.Contents) {
        let wall = time.wallNow()
        let age = Duration.milliseconds(max(0, wall.milliseconds - min(contents.freshAt.milliseconds, wall.milliseconds)))
        let notices = contents.quarantinedIDs.map { id in
            QuarantineNotice(
                bank: contents.load.metadata.name,
                entryID: id,
                reason: "quarantined before the last restart",
                epoch: contents.load.metadata.epoch,
                time: contents.freshAt
            )
        }
        replace(by: contents.load, fresh: time.monotonicNow() - age, quarantines: notices)
    }

    /// A change of a bank that was never loaded is ignored, and so is one whose `epoch` is not later than the bank's: logs may be read twice.
    public func apply(_ bankChange: BankChange, toBank name: String, epoch: Int64) {
        var decided: [String: BankEntry.State?] = [:]
        change { writers in
            guard var writer = writers.banks.removeValue(forKey: name) else { return }
            defer { writers.banks[name] = writer }
            guard epoch > writer.metadata.epoch else { return }
            if writer.isWorn {
                let copy = writer.copied()
                writers.former.append(writer)
                writer = copy
            }
            writer.reclaim()
            decided = Self.decidedQuarantines(bankChange, in: writer, epoch: epoch)
            switch bankChange {
            case .put(let entries):
                for entry in entries { writer.put(entry) }
                writer.forgetStamp()
            case .remove(let ids):
                for id in ids { writer.remove(id) }
                writer.forgetStamp()
            case .metadata(var metadata):
                metadata.name = name
                if !writer.update(metadata) {
                    writers.former.append(writer)
                    writer = BankLoad(metadata).finish(ledger: MatchLedger(rule: floodRule, origin: origin))
                }
            }
            writer.commit(epoch: epoch)
        }
        // After readers see the change: before it, the entry would act for a moment.
        guard !decided.isEmpty, let ledger = view(name)?.ledger else { return }
        for (id, state) in decided {
            if state == .live { ledger.accept(id) }
            if state == nil { ledger.forget(id) }
            ledger.endQuarantine(of: id)
        }
    }

    public func keep(stamp: String?, bank name: String, epoch: Int64) {
        change { writers in
            guard let metadata = writers.banks[name]?.metadata, metadata.epoch == epoch, metadata.stamp != stamp else { return }
            writers.banks[name]?.keep(stamp: stamp)
        }
    }

    public func drop(bank name: String) {
        change { writers in
            if let former = writers.banks.removeValue(forKey: name) { writers.former.append(former) }
        }
    }

    public func confirmFresh(at now: ContinuousClock.Instant, banks: Set<String>) {
        readable.withLock { state in
            for view in state.banks where banks.contains(view.metadata.name) { state.freshAt[view.metadata.name] = now }
        }
        // What was removed by the last change of a bank is freed here.
        writers.withLock { writers in
            // A list of its own: a dictionary that is being walked is copied when it changes, and then every view has two holders.
            for name in Array(writers.banks.keys) { writers.banks[name]?.reclaim() }
            Self.reclaimFormer(&writers)
        }
    }

    /// The quarantined entries that a change decides on, each with its new state, `nil` where it is removed. Whoever puts an entry after this process
    /// quarantined it decides on its state.
    private static func decidedQuarantines(
        _ bankChange: BankChange,
        in writer: BankWriter,
        epoch: Int64
    ) -> [String: BankEntry.State?] {
        let quarantines = writer.ledger.quarantines
        guard !quarantines.isEmpty || writer.view.counts.quarantined > 0 else { return [:] }
        var decided: [String: BankEntry.State?] = [:]
        switch bankChange {
        case .put(let entries):
            for entry in entries {
                let isDecided = quarantines[entry.id].map { $0.epoch < epoch } ?? (writer.state(of: entry.id) == .quarantined)
                if isDecided { decided[entry.id] = .some(entry.state) }
            }
        case .remove(let ids):
            for id in ids where quarantines[id] != nil || writer.state(of: id) == .quarantined { decided[id] = .some(nil) }
        case .metadata: break
        }
        return decided
    }

    /// Changes writers, and lets readers see it.
    private func change(
        freshBank: String? = nil,
        at fresh: ContinuousClock.Instant? = nil,
        _ body: (inout Writers) -> Void
    ) {
        let before = writers.withLock { writers in
            body(&writers)
            Self.reclaimFormer(&writers)
            let views = writers.banks.values.map(\.view).sorted { $0.metadata.name < $1.metadata.name }
            return readable.withLock { state in
                let before = state.banks
                state.banks = views
                if let freshBank { state.freshAt[freshBank] = fresh }
                if state.freshAt.count > views.count {
                    let known = Set(views.map(\.metadata.name))
                    state.freshAt = state.freshAt.filter { known.contains($0.key) }
                }
                return before
            }
        }
        // Kept until here, so that nothing is freed under the locks.
        withExtendedLifetime(before) {}
    }

    private static func reclaimFormer(_ writers: inout Writers) {
        for index in writers.former.indices.reversed() where writers.former[index].isUnread() { writers.former.remove(at: index) }
    }
}
