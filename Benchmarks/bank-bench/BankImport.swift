import Foundation
import ModerationCore
import RedisAdapter

/// Writes entries of random fingerprints into a bank, as an import of a file does.
struct BankImport {
    let store: RedisBankStore
    let bank: String

    func measure(entryCount: Int) async throws -> String {
        try await createIfAbsent()
        let start = ContinuousClock.now
        var next = 0
        let outcome = try await store.put(bank: bank) {
            guard next < entryCount else { return nil }
            let batch = (next..<min(next + BankBatch.importEntryCount, entryCount)).map { Self.entry("import-\($0)") }
            next += batch.count
            return batch
        }
        let seconds = BankBench.seconds(since: start)
        return String(
            format: "{\"entries\": %d, \"seconds\": %.3f, \"entries_per_second\": %.0f, \"epoch\": %d}",
            outcome.entryCount,
            seconds,
            Double(outcome.entryCount) / seconds,
            Int(outcome.epoch)
        )
    }

    func createIfAbsent() async throws {
        let metadata = BankMetadata(name: bank, kind: .block, fingerprintKind: .phash64, radius: 8)
        while try await !isThere(metadata) { try await Task.sleep(for: .milliseconds(20)) }
    }

    /// False while there is no connection yet.
    private func isThere(_ metadata: BankMetadata) async throws -> Bool {
        do throws(RedisFailure) {
            _ = try await store.create(metadata)
            return true
        } catch {
            switch error {
            case .invalid: return true
            case .notConnected: return false
            default: throw error
            }
        }
    }

    static func entry(_ id: String) -> BankEntry {
        var bits = UInt64.random(in: .min ... .max)
        while !Fingerprint(phash64: bits).isPlausible { bits = .random(in: .min ... .max) }
        return BankEntry(
            id: id,
            fingerprint: Fingerprint(phash64: bits).hexadecimal,
            source: "bank-bench",
            reason: "pistol, black, on a table",
            author: "bench",
            created: BankBench.time.wallNow(),
            note: "made by bank-bench"
        )
    }
}
