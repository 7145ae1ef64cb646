internal import ModerationCore

/// Loads one bank's snapshot into the sink: the entries as of the meta hash's epoch or later. What changed while they were read is in the log
/// after that epoch, and putting or removing twice is harmless.
struct BankLoad: Sendable {
    enum Outcome: Sendable {
        case loaded(BankMetadata, malformedCount: Int)
        /// Not in Redis any more.
        case gone
        /// Its entries are no hash.
        case refused
        /// The connection broke, was exchanged, or was too slow.
        case failed
    }

    let reader: RedisBankReader
    let sink: any BankChangeSink
    /// Of each command.
    let timeout: Duration
    let now: @Sendable () -> ContinuousClock.Instant

    private var deadline: Deadline { .after(timeout, from: now()) }

    func run(_ keys: BankKeys) async -> Outcome {
        do throws(RedisFailure) {
            let connection = reader.client.connectionNumber
            guard case .found(.bank(let metadata)) = try await reader.meta(keys, deadline: deadline) else { return .gone }
            let snapshot = try await entries(keys, metadata.fingerprintKind)
            // A cursor of one Redis means nothing to the next.
            guard reader.client.connectionNumber == connection else { return .failed }
            sink.replace(metadata, entries: snapshot.entries)
            return .loaded(metadata, malformedCount: snapshot.malformedCount)
        } catch .refused {
            return .refused
        } catch {
            return .failed
        }
    }

    private func entries(
        _ keys: BankKeys,
        _ kind: FingerprintKind
    ) async throws(RedisFailure) -> (entries: [BankEntry], malformedCount: Int) {
        let expected = try await reader.count(keys, deadline: deadline)
        var entries: [BankEntry] = []
        entries.reserveCapacity(min(expected, 100_000_000))
        // HSCAN may give an entry twice.
        var places: [String: Int] = [:]
        places.reserveCapacity(min(expected, 100_000_000))
        var malformedCount = 0
        try await reader.forEachEntries(keys, kind: kind, timeout: timeout, now: now) { chunk, malformed in
            malformedCount += malformed
            for entry in chunk {
                if let place = places.updateValue(entries.count, forKey: entry.id) {
                    places[entry.id] = place
                    entries[place] = entry
                } else {
                    entries.append(entry)
                }
            }
        }
        return (entries, malformedCount)
    }
}
