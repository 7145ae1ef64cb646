/// A streaming call's messages on their way to whoever reads them, with the credit that is owed to the sender.
///
/// At most one message is assembled ahead; what follows it waits as raw bytes. Credit for what waits is withheld, so the sender may send no more
/// than a stream's window beyond what was read; a message larger than the window gets its credit while it arrives, or it never would.
package struct InboundMessages: Sendable {
    private var deframer: MessageDeframer
    private var ready: InboundMessage?
    private var pending: [UInt8] = []
    private var pendingStart = 0
    private var withheldByteCount = 0
    private var failure: MessageDeframer.Failure?

    package init(messageLimit: Int, acceptsCompressed: Bool) {
        deframer = MessageDeframer(messageLimit: messageLimit, acceptsCompressed: acceptsCompressed)
    }

    package var hasMessage: Bool { ready != nil }

    /// More came behind the message that is ready.
    package var hasMoreThanAMessage: Bool { ready != nil && pendingStart < pending.count }

    /// Nothing waits and no message is under way.
    package var isAtBoundary: Bool { ready == nil && pendingStart == pending.count && deframer.isAtBoundary }

    package var heldByteCount: Int { deframer.bufferedByteCount + (ready?.bytes.count ?? 0) + pending.count - pendingStart }

    /// Takes what arrived. Returns how many bytes of credit the sender gets back now.
    package mutating func append(_ bytes: UnsafeRawBufferPointer) throws(MessageDeframer.Failure) -> Int {
        withheldByteCount += bytes.count
        if ready != nil {
            pending.append(contentsOf: bytes)
            return 0
        }
        var rest = bytes
        ready = try deframer.next(&rest)
        pending.append(contentsOf: rest)
        return settle()
    }

    /// The next message, and the credit that reading it frees. Throws for what follows a good message only when its turn comes.
    package mutating func next() throws(MessageDeframer.Failure) -> (message: InboundMessage, credit: Int)? {
        if let failure { throw failure }
        guard let message = ready else { return nil }
        ready = nil
        let freed = min(withheldByteCount, message.bytes.count + MessageDeframer.prefixByteCount)
        withheldByteCount -= freed
        let outcome: Result<(InboundMessage?, Int), MessageDeframer.Failure> = pending.withUnsafeBytes { bytes in
            var rest = UnsafeRawBufferPointer(rebasing: bytes[pendingStart...])
            let before = rest.count
            do throws(MessageDeframer.Failure) {
                let next = try deframer.next(&rest)
                return .success((next, before - rest.count))
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(let (next, taken)):
            ready = next
            pendingStart += taken
        case .failure(let error): failure = error
        }
        reclaim()
        return (message, freed + settle())
    }

    /// Nobody reads any more: what waits is dropped, and its credit given back.
    package mutating func discard() -> Int {
        defer { withheldByteCount = 0 }
        ready = nil
        pending = []
        pendingStart = 0
        return withheldByteCount
    }

    private mutating func settle() -> Int {
        guard ready == nil else { return 0 }
        defer { withheldByteCount = 0 }
        return withheldByteCount
    }

    private mutating func reclaim() {
        if pendingStart == pending.count {
            pending.removeAll(keepingCapacity: pending.capacity <= 64 << 10)
            pendingStart = 0
        } else if pendingStart >= 64 << 10 {
            pending.removeFirst(pendingStart)
            pendingStart = 0
        }
    }
}
