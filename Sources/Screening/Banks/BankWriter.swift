import ModerationCore

/// The writing side of one bank: where each entry stands, and the snapshot as of the last change.
struct BankWriter {
    private struct Place {
        var chunk: Int
        var slot: Int
    }

    private(set) var snapshot: BankSnapshot
    private var places: [String: Place] = [:]
    /// Entries that no lookup sees for now (shadow, quarantined, malformed), kept so that a later change of the same id is understood.
    private var rejected: Set<String> = []

    init(_ metadata: BankMetadata, entries: [BankEntry]) {
        snapshot = BankSnapshot(metadata: metadata)
        for entry in entries { put(entry) }
    }

    var epoch: Int64 { snapshot.metadata.epoch }

    mutating func put(_ entry: BankEntry) {
        remove(entry.id)
        guard let fingerprint = Fingerprint(kind: snapshot.metadata.fingerprintKind, hexadecimal: entry.fingerprint) else {
            rejected.insert(entry.id)
            snapshot.rejectedEntryCount = rejected.count
            return
        }
        guard entry.state == .live else { return }
        if snapshot.chunks.last.map({ $0.labels.count >= BankSnapshot.chunkSize }) ?? true { snapshot.chunks.append(.init()) }
        let chunk = snapshot.chunks.count - 1
        places[entry.id] = Place(chunk: chunk, slot: snapshot.chunks[chunk].labels.count)
        snapshot.chunks[chunk].words += fingerprint.words
        snapshot.chunks[chunk].labels.append(.init(id: entry.id, reason: entry.reason, expires: entry.expires))
        snapshot.liveCount += 1
    }

    /// The last entry of the last chunk takes the place of the one removed.
    mutating func remove(_ id: String) {
        if rejected.remove(id) != nil { snapshot.rejectedEntryCount = rejected.count }
        guard let place = places.removeValue(forKey: id) else { return }
        let last = snapshot.chunks.count - 1
        let width = snapshot.wordCount
        let lastSlot = snapshot.chunks[last].labels.count - 1
        let label = snapshot.chunks[last].labels.removeLast()
        let words = Array(snapshot.chunks[last].words.suffix(width))
        snapshot.chunks[last].words.removeLast(width)
        if !(place.chunk == last && place.slot == lastSlot) {
            snapshot.chunks[place.chunk].labels[place.slot] = label
            snapshot.chunks[place.chunk].words.replaceSubrange(place.slot * width..<(place.slot + 1) * width, with: words)
            places[label.id] = place
        }
        if snapshot.chunks[last].labels.isEmpty { snapshot.chunks.removeLast() }
        snapshot.liveCount -= 1
    }

    /// Takes new metadata; false when the kind of fingerprint changes, since the entries then have to be read anew.
    mutating func update(_ metadata: BankMetadata) -> Bool {
        guard metadata.fingerprintKind == snapshot.metadata.fingerprintKind else { return false }
        snapshot.metadata = metadata
        return true
    }

    mutating func advance(to epoch: Int64) { snapshot.metadata.epoch = max(snapshot.metadata.epoch, epoch) }
}
