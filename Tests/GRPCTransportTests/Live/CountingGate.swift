import GRPCTransport
import Synchronization

/// A gate that counts what it admitted and what of that ended; its permits refuse more than some bytes.
final class CountingGate: GRPCCallGate {
    let admittedCount = LiveServer.Counter()
    let refusedCount = LiveServer.Counter()
    let endedCount = LiveServer.Counter()
    /// Permits whose end was reported more than once.
    let endedTwiceCount = LiveServer.Counter()
    private let byteLimit: Int

    init(byteLimit: Int = .max) { self.byteLimit = byteLimit }

    func admit(_ call: GRPCCallHead) throws(GRPCStatus) -> any GRPCCallPermit {
        guard call.metadata.text("x-refuse") == nil else {
            refusedCount.increment()
            throw GRPCStatus(.permissionDenied, "not \(call.path)")
        }
        admittedCount.increment()
        return Permit(self, caller: call.metadata.text("x-caller"), limit: byteLimit)
    }

    private final class Permit: GRPCCallPermit {
        let caller: String?
        private let gate: CountingGate
        private let left: Atomic<Int>
        private let hasEnded = Atomic<Bool>(false)

        init(_ gate: CountingGate, caller: String?, limit: Int) {
            self.gate = gate
            self.caller = caller
            left = Atomic(limit)
        }

        func received(byteCount: Int) throws(GRPCStatus) {
            guard left.wrappingSubtract(byteCount, ordering: .relaxed).newValue >= 0 else {
                throw GRPCStatus(.resourceExhausted, "quota")
            }
        }

        func admitMessage() {}

        func ended() {
            if hasEnded.exchange(true, ordering: .relaxed) {
                gate.endedTwiceCount.increment()
            } else {
                gate.endedCount.increment()
            }
        }
    }
}
