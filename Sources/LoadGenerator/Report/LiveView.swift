internal import Foundation
internal import Histogram

/// What a run looks like while it goes on: the last second and everything so far, redrawn in place on a terminal.
package struct LiveView: Sendable {
    /// Seconds between two lines where nothing can be redrawn.
    private static let lineSeconds = 10

    private let total: RateProfile?
    private let isTerminal: Bool
    private var previous = LoadRecords()
    private var lineCount = 0
    private var second = 0

    /// `total` says how long the run is meant to be, and which rate it asks for when.
    package init(of total: RateProfile?, isTerminal: Bool) {
        self.total = total
        self.isTerminal = isTerminal
    }

    /// What to print for the next second; empty when there is nothing to.
    package mutating func next(_ records: LoadRecords) -> String {
        defer {
            previous = records
            second += 1
        }
        guard isTerminal else {
            return second % Self.lineSeconds == Self.lineSeconds - 1
                ? lines(records).prefix(2).joined(separator: "; ") + "\n" : ""
        }
        let lines = lines(records)
        // Up to where the last frame began, and each line anew (ECMA-48: CUU, EL).
        let back = lineCount > 0 ? "\u{1B}[\(lineCount)A" : ""
        lineCount = lines.count
        return back + lines.map { "\r\u{1B}[2K\($0)\n" }.joined()
    }

    private func lines(_ records: LoadRecords) -> [String] {
        let count = records.sent + records.warmUpCount - previous.sent - previous.warmUpCount
        let asked = total.map { ", asked \(Int($0.rate(at: Double(second) + 0.5).rounded()))/s" } ?? ""
        let length = total.map { " of \(Int($0.seconds.rounded(.up)))" } ?? ""
        var lines = [
            "\(second + 1)\(length) s   \(count) sent/s, \(records.answered - previous.answered) answered/s\(asked)   in flight \(records.outstanding)"
                + (records.notSent > 0 ? "   NOT SENT \(records.notSent)" : ""),
            "so far, ms   \(Self.percentiles(records.latency))",
        ]
        let past = records.seconds[second].flatMap { $0.latency.totalCount > 0 ? Self.percentiles($0.latency) : nil }
        lines.append("this second  \(past ?? "-")")
        lines.append("status       \(Self.listed(records.byStatus))")
        lines.append(
            "decisions    \(Self.listed(records.byDecision))"
                + (records.failedOpen > 0 ? "   failed open \(records.failedOpen)" : "")
        )
        lines.append("rungs        \(Self.listed(records.byRung))")
        return lines
    }

    private static func percentiles<Count>(_ latency: Histogram<Count>) -> String {
        [("p50", 50.0), ("p90", 90), ("p99", 99), ("p99.9", 99.9), ("max", 100)].map { name, percentile in
            let milliseconds = Double(latency.valueAtPercentile(percentile)) / 1_000
            return "\(name) \(latency.totalCount > 0 ? "\((milliseconds * 10).rounded() / 10)" : "-")"
        }.joined(separator: "  ")
    }

    private static func listed(_ counts: [String: Int]) -> String {
        counts.isEmpty ? "-" : counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "  ")
    }
}
