import DequeModule

/// Values by key within a number of bytes, of which those that are asked for again stay the longest; no lock, whoever shares it brings one.
///
/// S3-FIFO (Yang, Zhang, Qiu, Yue, Rashmi: "FIFO queues are all you need for cache eviction", SOSP 2023). Most photos are seen once: with
/// "least recently used" each of them would push out one that comes again and again. Here a new value stands in a short queue of
/// newcomers, and goes on to the regulars only if it was used twice meanwhile, or if it comes back while its key is still remembered.
/// Both are first in, first out, so a use is one count, nothing is moved; a regular that was used gets another round for each use.
///
/// Full: values leave until the new one has room. One that alone is over the limit is not kept.
package struct ScanResistantStore<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let byteCount: Int
        /// Up to ``maximumUseCount``; a regular spends one each round.
        var useCount: Int
        var isRegular: Bool
    }

    private static var maximumUseCount: Int { 3 }
    /// So many uses make a newcomer a regular.
    private static var admittingUseCount: Int { 2 }

    package let byteLimit: Int
    /// How many keys of newcomers that left are remembered.
    package let rememberedLimit: Int
    package private(set) var byteCount = 0
    private var entries: [Key: Entry] = [:]
    private var newcomers = Deque<Key>()
    private var newcomerByteCount = 0
    private var regulars = Deque<Key>()
    /// By the number of its departure, since a key may leave, come back and leave again.
    private var remembered: [Key: UInt64] = [:]
    private var rememberedOrder = Deque<(key: Key, departure: UInt64)>()
    private var departureCount: UInt64 = 0

    package init(byteLimit: Int, rememberedLimit: Int) {
        self.byteLimit = max(0, byteLimit)
        self.rememberedLimit = max(0, rememberedLimit)
    }

    package var count: Int { entries.count }
    /// Never more than ``rememberedLimit``.
    package var rememberedCount: Int { rememberedOrder.count }

    /// Whether the key is there; no use of it.
    package func contains(_ key: Key) -> Bool { entries[key] != nil }

    /// Counts as a use.
    package mutating func value(for key: Key) -> Value? {
        guard let index = entries.index(forKey: key) else { return nil }
        entries.values[index].useCount = min(entries.values[index].useCount + 1, Self.maximumUseCount)
        return entries.values[index].value
    }

    /// Keeps a value whose key is not there yet; `useCount` is how often it was asked for while it was being made. Returns what had to leave,
    /// so that the caller can let go of it where no lock is held.
    package mutating func insert(_ value: Value, for key: Key, byteCount size: Int, useCount: Int = 0) -> [Value] {
        guard size > 0, size <= byteLimit, entries[key] == nil else { return [] }
        var evicted: [Value] = []
        while byteCount > byteLimit - size, let gone = makeRoom() { evicted += gone }
        let isRegular = remembered.removeValue(forKey: key) != nil
        entries[key] = Entry(
            value: value,
            byteCount: size,
            useCount: min(max(0, useCount), Self.maximumUseCount),
            isRegular: isRegular
        )
        byteCount += size
        if isRegular {
            regulars.append(key)
        } else {
            newcomers.append(key)
            newcomerByteCount += size
        }
        return evicted
    }

    /// One step towards room; `nil` once there is nothing left. Ends, since each step removes an entry, promotes one or spends a use.
    private mutating func makeRoom() -> [Value]? {
        if newcomerByteCount >= byteLimit / 10 || regulars.isEmpty, let key = newcomers.popFirst() { return leaveNewcomers(key) }
        return regulars.popFirst().map { leaveRegulars($0) }
    }

    private mutating func leaveNewcomers(_ key: Key) -> [Value] {
        guard var entry = entries[key] else { return [] }
        newcomerByteCount -= entry.byteCount
        if entry.useCount >= Self.admittingUseCount {
            entry.useCount = 0
            entry.isRegular = true
            entries[key] = entry
            regulars.append(key)
            return []
        }
        remember(key)
        return remove(key, entry)
    }

    private mutating func leaveRegulars(_ key: Key) -> [Value] {
        guard var entry = entries[key] else { return [] }
        guard entry.useCount > 0 else { return remove(key, entry) }
        entry.useCount -= 1
        entries[key] = entry
        regulars.append(key)
        return []
    }

    private mutating func remove(_ key: Key, _ entry: Entry) -> [Value] {
        entries[key] = nil
        byteCount -= entry.byteCount
        return [entry.value]
    }

    private mutating func remember(_ key: Key) {
        guard rememberedLimit > 0 else { return }
        if rememberedOrder.count >= rememberedLimit, let oldest = rememberedOrder.popFirst(),
            remembered[oldest.key] == oldest.departure
        {
            remembered[oldest.key] = nil
        }
        departureCount += 1
        remembered[key] = departureCount
        rememberedOrder.append((key, departureCount))
    }
}
