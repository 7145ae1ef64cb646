import Foundation
internal import GRPCTransport
package import Histogram
internal import ModerationAPI
import Synchronization

/// What became of one call.
enum CallOutcome: Sendable {
    case answered(HolsterV1.Verdict)
    case failed(GRPCStatus)
}

/// Counts calls as they end. A lock held for a few additions; one a process is enough for the rates one core sends.
package final class CallTally: Sendable {
    package struct Counts: Sendable {
        /// Microseconds from the *intended* send to the answer, of every call that ended.
        package var latency = Histogram<UInt64>(
            lowestDiscernibleValue: 1,
            highestTrackableValue: 600_000_000,
            numberOfSignificantValueDigits: .three
        )
        package var outstanding = 0
        package var sent = 0
        package var notSent = 0
        package var byStatus: [String: Int] = [:]
        package var byDecision: [String: Int] = [:]
        package var byRung: [String: Int] = [:]
        package var byFusionVersion: [String: Int] = [:]
        package var failedOpen = 0
        package var replayed = 0
        package var ledger: [String] = []
    }

    private let counts = Mutex(Counts())
    private let keepsLedger: Bool

    package init(keepsLedger: Bool) { self.keepsLedger = keepsLedger }

    /// False when `limit` calls wait for their answers already.
    func begin(limit: Int) -> Bool {
        counts.withLock {
            guard $0.outstanding < limit else { return false }
            $0.outstanding += 1
            $0.sent += 1
            return true
        }
    }

    func notSent() { counts.withLock { $0.notSent += 1 } }

    func finish(_ outcome: CallOutcome, requestID: String, latency: Duration, wait: Duration) {
        let latencyMicroseconds = UInt64(clamping: Self.microseconds(latency))
        counts.withLock {
            $0.outstanding -= 1
            $0.latency.record(min(latencyMicroseconds, 600_000_000))
            var line = [requestID]
            var message = ""
            switch outcome {
            case .failed(let status):
                $0.byStatus[status.code.description, default: 0] += 1
                line += [status.code.description, "", "", "", ""]
                message = status.message
            case .answered(let verdict):
                let fusion = verdict.versions?.models?.fusion.map(String.init) ?? "none"
                $0.byStatus["OK", default: 0] += 1
                $0.byDecision[verdict.decision.description, default: 0] += 1
                $0.byRung[verdict.rung.isEmpty ? "none" : verdict.rung, default: 0] += 1
                $0.byFusionVersion[fusion, default: 0] += 1
                $0.failedOpen += verdict.failedOpen ? 1 : 0
                $0.replayed += verdict.replayed ? 1 : 0
                line += ["OK", verdict.decision.description, verdict.failedOpen ? "failed_open" : "", verdict.caseID, fusion]
            }
            if keepsLedger {
                $0.ledger.append(
                    (line + ["\(latencyMicroseconds)", "\(Self.microseconds(wait))", Self.oneLine(message)]).joined(
                        separator: "\t"
                    )
                )
            }
        }
    }

    func progress() -> String {
        counts.withLock {
            "\($0.outstanding) waiting, p99 \(Double($0.latency.valueAtPercentile(99)) / 1_000) ms, "
                + $0.byStatus.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        }
    }

    package func snapshot() -> Counts { counts.withLock { $0 } }

    /// Columns: request id, status, decision, `failed_open`, case id, fusion version, latency from the intended send in µs, wait from
    /// the actual send in µs, the status's message.
    func writeLedger(to path: String) throws {
        let lines = counts.withLock { $0.ledger }
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }

    static func microseconds(_ duration: Duration) -> Int64 { Int64(duration / .microseconds(1)) }
}
