import ModerationCore
import Synchronization

/// What one bank's lookups found: counters for the bank, a record for each entry that matched lately, and which entries this process quarantined.
///
/// Outlives the bank's snapshots: a bank that is loaded anew keeps its statistics. A match takes one of 16 locks for some hundred nanoseconds;
/// lookups without a match take none. At most 65,536 entries have records; the ones that matched longest ago make room.
final class MatchLedger: Sendable {
    private static let shardCount = 16
    private static let recordLimitPerShard = 4_096

    /// One entry's record.
    struct Record: Sendable {
        var matchCount: Int64 = 0
        var lastMatched = UnixTime(milliseconds: 0)
        var lastMinute = SlidingCount()
        var flood = FloodWatch()
    }

    private final class Shard: Sendable {
        let records = Mutex<[String: Record]>([:])
    }

    let rule: FloodRule
    private let origin: ContinuousClock.Instant
    private let shards: [Shard] = (0..<shardCount).map { _ in Shard() }
    private let lookups = Atomic<Int>(0)
    private let matchedPhotos = Atomic<Int>(0)
    private let matches = Atomic<Int>(0)
    private let window: LookupWindow
    private let quarantined = Mutex<[String: QuarantineNotice]>([:])
    /// The size of ``quarantined``, so that no lock is taken while it is empty.
    private let quarantinedCount = Atomic<Int>(0)

    init(rule: FloodRule, origin: ContinuousClock.Instant) {
        self.rule = rule
        self.origin = origin
        window = LookupWindow(window: rule.window.wholeMicroseconds / 1_000)
    }

    // MARK: Counting

    func countLookup(matchCount: Int, at now: ContinuousClock.Instant) {
        lookups.add(1, ordering: .relaxed)
        if matchCount > 0 {
            matchedPhotos.add(1, ordering: .relaxed)
            matches.add(matchCount, ordering: .relaxed)
        }
        window.add(at: milliseconds(now))
    }

    /// Records a match; the number of different photos lately when the entry floods, `nil` otherwise.
    func record(
        _ id: String,
        bits: SIMD4<UInt64>,
        sameDistance: Int,
        at now: ContinuousClock.Instant,
        wall: UnixTime
    ) -> (photoCount: Int, lookupCount: Int)? {
        let milliseconds = milliseconds(now)
        let lookupCount = window.count(at: milliseconds)
        return shard(id).records.withLock { records in
            if records.count >= Self.recordLimitPerShard, records[id] == nil { Self.makeRoom(&records) }
            let floods = records[id, default: Record()].add(bits, sameDistance, milliseconds, wall, lookupCount, rule)
            guard floods, let record = records[id] else { return nil }
            return (record.flood.photoCount(at: milliseconds, rule: rule), lookupCount)
        }
    }

    private static func makeRoom(_ records: inout [String: Record]) {
        let times = records.values.map(\.lastMatched).sorted()
        guard !times.isEmpty else { return }
        let middle = times[times.count / 2]
        records = records.filter { $0.value.lastMatched > middle }
    }

    // MARK: Quarantine

    var hasQuarantines: Bool { quarantinedCount.load(ordering: .acquiring) > 0 }

    func isQuarantined(_ id: String) -> Bool {
        guard hasQuarantines else { return false }
        return quarantined.withLock { $0[id] != nil }
    }

    /// Quarantined here and not yet by Redis, by id.
    var quarantines: [String: QuarantineNotice] {
        guard quarantinedCount.load(ordering: .acquiring) > 0 else { return [:] }
        return quarantined.withLock { $0 }
    }

    /// False when the entry is quarantined already.
    func quarantine(_ notice: QuarantineNotice) -> Bool {
        quarantined.withLock { quarantined in
            guard quarantined[notice.entryID] == nil else { return false }
            quarantined[notice.entryID] = notice
            quarantinedCount.store(quarantined.count, ordering: .releasing)
            return true
        }
    }

    /// The bank says of the entry by itself what state it has, or that it is gone: this process's quarantine ends.
    func endQuarantine(of id: String) {
        guard quarantinedCount.load(ordering: .acquiring) > 0 else { return }
        quarantined.withLock { quarantined in
            quarantined[id] = nil
            quarantinedCount.store(quarantined.count, ordering: .releasing)
        }
    }

    /// Somebody made a quarantined entry live: what it matches now is what it is used to.
    func accept(_ id: String) { shard(id).records.withLock { $0[id]?.flood.accept() } }

    /// A quarantined entry was removed: one that is put later under its id begins anew.
    func forget(_ id: String) { shard(id).records.withLock { $0[id]?.flood = FloodWatch() } }

    // MARK: Statistics

    func statistics(bank: String, limit: Int, now: ContinuousClock.Instant) -> BankMatchStatistics {
        let milliseconds = milliseconds(now)
        let quarantines = quarantines
        var entries: [EntryStatistics] = []
        for shard in limit > 0 ? shards[...] : [] {
            for (id, record) in shard.records.withLock({ $0 }) {
                entries.append(
                    EntryStatistics(
                        entryID: id,
                        matchCount: record.matchCount,
                        lastMatched: record.lastMatched,
                        matchesInLastMinute: record.lastMinute.count(at: milliseconds),
                        recentPhotoCount: record.flood.photoCount(at: milliseconds, rule: rule),
                        isQuarantinedHere: quarantines[id] != nil
                    )
                )
            }
        }
        entries.sort { ($0.matchCount, $1.entryID) > ($1.matchCount, $0.entryID) }
        return BankMatchStatistics(
            bank: bank,
            lookupCount: lookups.load(ordering: .relaxed),
            matchedPhotoCount: matchedPhotos.load(ordering: .relaxed),
            matchCount: matches.load(ordering: .relaxed),
            entries: Array(entries.prefix(max(0, limit)))
        )
    }

    private func shard(_ id: String) -> Shard { shards[Int(id.hashValue.magnitude % UInt(Self.shardCount))] }

    private func milliseconds(_ now: ContinuousClock.Instant) -> Int64 {
        max(0, origin.duration(to: now).wholeMicroseconds / 1_000)
    }
}

extension MatchLedger.Record {
    /// True when the entry floods.
    fileprivate mutating func add(
        _ bits: SIMD4<UInt64>,
        _ sameDistance: Int,
        _ now: Int64,
        _ wall: UnixTime,
        _ lookupCount: Int,
        _ rule: FloodRule
    ) -> Bool {
        matchCount += 1
        lastMatched = max(lastMatched, wall)
        lastMinute.add(at: now)
        return flood.record(bits, at: now, lookupCount: lookupCount, sameDistance: sameDistance, rule: rule)
    }
}
