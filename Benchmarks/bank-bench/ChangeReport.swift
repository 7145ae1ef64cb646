import Foundation
import ModerationCore
import RedisAdapter
import Screening
import Synchronization

/// Follows Redis as an orchestrator does, with the same banks in memory, and tells of every change on standard output once lookups see it:
///
///     loaded BANK EPOCH NANOSECONDS
///     changed BANK EPOCH NANOSECONDS
///
/// A line `dump BANK` on standard input is answered by `entry BANK ID STATE` for each entry, in the order of ids, and `end BANK EPOCH`.
final class ChangeReport: BankChangeSink {
    private struct Bank {
        var epoch: Int64
        var entries: [String: BankEntry]
    }

    private let banks = BankSet(monotonicNow: BankBench.time.monotonicNow, wallNow: BankBench.time.wallNow)
    private let mirror = Mutex<[String: Bank]>([:])

    static func run(endpoint: RedisConfiguration.Endpoint) async throws -> String {
        let report = ChangeReport()
        let follower = RedisBankFollower(client: try BankBench.client(endpoint), sink: report, time: BankBench.time)
        let running = Task { await follower.run() }
        // Standard input blocks, so it has a thread of its own.
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                while let line = readLine() {
                    let words = line.split(separator: " ")
                    if words.count == 2, words[0] == "dump" { report.dump(String(words[1])) }
                    if line == "status" { say("\(follower.status)") }
                }
                continuation.resume()
            }
        }
        running.cancel()
        await running.value
        return "done"
    }

    func replace(_ metadata: BankMetadata, entries: [BankEntry]) {
        banks.replace(metadata, entries: entries)
        mirror.withLock { mirror in
            mirror[metadata.name] = Bank(
                epoch: metadata.epoch,
                entries: Dictionary(entries.map { ($0.id, $0) }) { _, last in last }
            )
        }
        Self.say("loaded \(metadata.name) \(metadata.epoch) \(BankBench.monotonicNanoseconds())")
    }

    func apply(_ change: BankChange, toBank name: String, epoch: Int64) {
        banks.apply(change, toBank: name, epoch: epoch)
        let isSeen = if case .put(let entries) = change, let last = entries.last { isMatched(last) } else { true }
        let now = BankBench.monotonicNanoseconds()
        mirror.withLock { mirror in
            mirror[name]?.epoch = epoch
            switch change {
            case .put(let entries): for entry in entries { mirror[name]?.entries[entry.id] = entry }
            case .remove(let ids): for id in ids { mirror[name]?.entries[id] = nil }
            case .metadata: break
            }
        }
        Self.say("\(isSeen ? "changed" : "unseen") \(name) \(epoch) \(now)")
    }

    func drop(bank name: String) {
        banks.drop(bank: name)
        mirror.withLock { $0[name] = nil }
        Self.say("dropped \(name) 0 \(BankBench.monotonicNanoseconds())")
    }

    func confirmFresh(at now: ContinuousClock.Instant, banks names: Set<String>) {
        banks.confirmFresh(at: now, banks: names)
    }

    /// A live entry is found by its own fingerprint.
    private func isMatched(_ entry: BankEntry) -> Bool {
        guard entry.state == .live, let fingerprint = Fingerprint(kind: .phash64, hexadecimal: entry.fingerprint) else {
            return true
        }
        let photo = PhotoFingerprint(fingerprint: fingerprint, isReliable: true)
        return !banks.matches(for: photo, photoIndex: 0).isEmpty
    }

    private func dump(_ name: String) {
        let bank = mirror.withLock { $0[name] }
        for (id, entry) in (bank?.entries ?? [:]).sorted(by: { $0.key < $1.key }) {
            Self.say("entry \(name) \(id) \(entry.state.rawValue)")
        }
        Self.say("end \(name) \(bank?.epoch ?? -1)")
    }

    private static let output = Mutex(())

    private static func say(_ line: String) {
        output.withLock { _ in
            try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
        }
    }
}
