import Foundation

/// What a run came to.
struct LoadReport: Encodable {
    let rate_asked: Double
    let rate_sent: Double
    let seconds: Double
    let sent, not_sent, failed_open, replayed: Int
    /// Milliseconds from the intended send, over every call that ended, failed ones too.
    let latency_ms: [String: Double]
    let by_status, by_decision, by_rung, by_fusion_version: [String: Int]

    private static let percentiles: [(name: String, value: Double)] = [
        ("p50", 50), ("p90", 90), ("p95", 95), ("p99", 99), ("p99.9", 99.9), ("max", 100),
    ]

    init(_ counts: CallTally.Counts, rate: Double, elapsed: Duration) {
        rate_asked = rate
        seconds = elapsed / .seconds(1)
        rate_sent = seconds > 0 ? Double(counts.sent) / seconds : 0
        sent = counts.sent
        not_sent = counts.notSent
        failed_open = counts.failedOpen
        replayed = counts.replayed
        latency_ms = Dictionary(
            uniqueKeysWithValues: Self.percentiles.map { ($0.name, Double(counts.latency.valueAtPercentile($0.value)) / 1_000) }
        )
        by_status = counts.byStatus
        by_decision = counts.byDecision
        by_rung = counts.byRung
        by_fusion_version = counts.byFusionVersion
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    func text() -> String {
        let latency = Self.percentiles.map { "\($0.name) \(Self.rounded(latency_ms[$0.name] ?? 0))" }.joined(separator: "  ")
        var lines = [
            "sent \(sent) in \(Self.rounded(seconds)) s (\(Self.rounded(rate_sent))/s; asked \(Self.rounded(rate_asked))/s)"
                + (not_sent > 0 ? ", NOT SENT \(not_sent)" : ""),
            "latency from the intended send, ms: \(latency)",
            "status     \(Self.listed(by_status))",
            "decisions  \(Self.listed(by_decision))",
            "rungs      \(Self.listed(by_rung))",
            "fusion     \(Self.listed(by_fusion_version))",
        ]
        if failed_open > 0 { lines.append("failed open \(failed_open)") }
        if replayed > 0 { lines.append("replayed   \(replayed)") }
        return lines.joined(separator: "\n")
    }

    private static func listed(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "  ")
    }

    private static func rounded(_ value: Double) -> String { String((value * 100).rounded() / 100) }
}
