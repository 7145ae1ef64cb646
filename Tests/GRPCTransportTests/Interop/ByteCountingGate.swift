import GRPCTransport
import Synchronization

/// Lets every call in, and knows how many bytes of its request have arrived: fewer than the messages have where they were compressed.
final class ByteCountingGate: GRPCCallGate {
    static let shared = ByteCountingGate()

    private let counts = Mutex((next: 0, permits: [String: Permit]()))

    final class Permit: GRPCCallPermit {
        let caller: String?
        private let byteCount = Atomic<Int>(0)
        private let onEnd: @Sendable () -> Void

        init(caller: String, onEnd: @escaping @Sendable () -> Void) {
            self.caller = caller
            self.onEnd = onEnd
        }

        var arrivedByteCount: Int { byteCount.load(ordering: .relaxed) }
        func received(byteCount: Int) throws(GRPCStatus) { self.byteCount.wrappingAdd(byteCount, ordering: .relaxed) }
        func admitMessage() {}

        func ended() { onEnd() }
    }

    func admit(_ call: GRPCCallHead) throws(GRPCStatus) -> any GRPCCallPermit {
        counts.withLock { counts in
            counts.next += 1
            let caller = "call \(counts.next)"
            let permit = Permit(caller: caller) { [self] in self.counts.withLock { $0.permits[caller] = nil } }
            counts.permits[caller] = permit
            return permit
        }
    }

    func arrivedByteCount(of caller: String) -> Int? { counts.withLock { $0.permits[caller]?.arrivedByteCount } }

    /// Calls that have not ended.
    var openCallCount: Int { counts.withLock { $0.permits.count } }
}
