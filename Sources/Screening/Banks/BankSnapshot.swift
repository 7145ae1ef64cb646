import ModerationCore

/// One bank as readers see it: never changed after it is made.
struct BankSnapshot: Sendable {
    /// Entries in one flat array, so that a lookup is one pass over memory; a slot a fingerprint word by word.
    static let chunkSize = 4_096

    /// What a match says of an entry.
    struct Label: Sendable {
        var id: String
        var reason: String
        /// The entry counts until then.
        var expires: UnixTime?
    }

    /// At most ``chunkSize`` entries, shared between snapshots until one of its own changes: a change copies one chunk and the list of chunks, not the bank.
    struct Chunk: Sendable {
        var words: [UInt64] = []
        var labels: [Label] = []
    }

    var metadata: BankMetadata
    var chunks: [Chunk] = []
    /// Live entries: those that lookups see.
    var liveCount = 0
    /// Entries whose fingerprint is not one of the bank's kind.
    var rejectedEntryCount = 0

    var wordCount: Int { metadata.fingerprintKind.bitCount / 64 }

    /// Calls `body` with chunk, slot and distance of every entry within the bank's radius (inclusive), in storage order.
    func forEach(near query: [UInt64], _ body: (Label, Int) -> Void) {
        guard query.count == wordCount else { return }
        let radius = metadata.radius
        for chunk in chunks {
            chunk.words.withUnsafeBufferPointer { words in
                if query.count == 1 {
                    let first = query[0]
                    for slot in 0..<words.count {
                        let distance = (words[slot] ^ first).nonzeroBitCount
                        if distance <= radius, slot < chunk.labels.count { body(chunk.labels[slot], distance) }
                    }
                } else {
                    var slot = 0
                    while (slot + 1) * query.count <= words.count, slot < chunk.labels.count {
                        var distance = 0
                        for index in 0..<query.count {
                            distance += (words[slot * query.count + index] ^ query[index]).nonzeroBitCount
                        }
                        if distance <= radius { body(chunk.labels[slot], distance) }
                        slot += 1
                    }
                }
            }
        }
    }
}
