package import ModerationCore

/// One bank as its follower knows it: decides what a reply of Redis means, and changes nothing else.
///
/// - The meta hash is read each round. Its epoch is ahead of ours: read the log. Behind ours, or other metadata at our epoch:
///   somebody wrote past the log, so load a snapshot. Gone: Redis lost it (a restart without persistence, a flush). The bank then
///   stays in memory and grows stale, as protection must not vanish by accident; only a tombstone drops it.
/// - The log's messages must continue our epoch without a gap; after a gap (trimmed, or written past) a snapshot is loaded.
/// - Stamps must agree where both sides have one: the meta hash's with ours at our epoch, and each message's `after` with ours. Where they do
///   not, Redis's history is another than the one we followed (a backup, a promoted replica that lacked the end of it, an append-only file
///   that lost its last second): a snapshot is loaded.
package struct FollowedBank: Sendable {
    package enum Step: Sendable, Equatable {
        /// Equals Redis.
        case current
        /// The log has news.
        case read
        case reload
        /// Removed on purpose.
        case drop
        /// Not in Redis, or not readable: keep what is there.
        case keep
    }

    package enum Effect: Sendable, Equatable {
        case apply(BankChange, epoch: Int64)
        /// Nothing to apply, the epoch moved on: a malformed message.
        case skip(epoch: Int64)
        /// Seen before.
        case ignore
        case reload
        case drop
    }

    /// Its `epoch` moves along with the log.
    package private(set) var metadata: BankMetadata
    package var epoch: Int64 { metadata.epoch }
    /// Messages with a higher first number than this are news.
    package private(set) var readFrom: UInt64
    /// Rounds in a row in which the meta hash was ahead and the log said nothing: the log is missing.
    private var silentRounds = 0

    package init(metadata: BankMetadata) {
        self.metadata = metadata
        readFrom = UInt64(clamping: metadata.epoch)
    }

    /// After a snapshot that a message made us load: a message that is still ahead belongs to no change (somebody wrote to the
    /// log by hand), and would be read again for ever.
    package mutating func skipLog(to number: UInt64) { readFrom = max(readFrom, number) }

    package mutating func compare(with found: BankMetaDocument?) -> Step {
        switch found {
        case nil: return .keep
        case .tombstone: return .drop
        case .bank(let current):
            if current.epoch == metadata.epoch, isContradicted(by: current.stamp) { return .reload }
            var ours = metadata
            ours.stamp = current.stamp
            if current == ours {
                // A bank that was kept, or filled by hand, may not have known it.
                metadata = ours
                silentRounds = 0
                return .current
            }
            if current.epoch <= metadata.epoch { return .reload }
            silentRounds += 1
            return silentRounds > 2 ? .reload : .read
        }
    }

    package mutating func take(_ message: BankLogMessage, number: UInt64) -> Effect {
        if number <= readFrom { return .ignore }
        guard let epoch = Int64(exactly: number), epoch <= BankMetaDocument.epochLimit, epoch == metadata.epoch + 1,
            !isContradicted(by: message.after)
        else {
            return .reload
        }
        silentRounds = 0
        switch message.content {
        case .malformed:
            advance(to: epoch, stamp: message.stamp)
            return .skip(epoch: epoch)
        case .tombstone:
            return .drop
        case .change(.metadata(let new)):
            // A bank made anew under the old name: its entries are others.
            if new.fingerprintKind != metadata.fingerprintKind || new.kind != metadata.kind || new.pixelMode != metadata.pixelMode
            {
                return .reload
            }
            metadata = new
            advance(to: epoch, stamp: message.stamp)
            return .apply(.metadata(metadata), epoch: epoch)
        case .change(let change):
            advance(to: epoch, stamp: message.stamp)
            return .apply(change, epoch: epoch)
        }
    }

    private func isContradicted(by stamp: String?) -> Bool {
        guard let stamp, let ours = metadata.stamp else { return false }
        return stamp != ours
    }

    private mutating func advance(to epoch: Int64, stamp: String?) {
        metadata.epoch = epoch
        metadata.stamp = stamp
        readFrom = UInt64(clamping: epoch)
    }
}
