internal import Foundation
internal import Histogram

/// What a run came to: what is printed, and what a later run is compared with.
package struct LoadReport: Codable, Sendable {
    package struct GateResult: Codable, Sendable {
        package let condition: String
        package let measured: Double?
        package let passed: Bool

        /// To five places; a share of calls is small.
        var shown: String { measured.map { "\(($0 * 100_000).rounded() / 100_000)" } ?? "nothing" }
    }

    /// What was meant to leave within one second.
    package struct Second: Codable, Sendable {
        package let second, intended, answered, failed: Int
        /// Milliseconds; 0 where nothing ended.
        package let p50, p99, max: Double
    }

    /// A point of the percentile curve.
    package struct CurvePoint: Codable, Sendable {
        package let percentile, milliseconds: Double
    }

    /// Calls a second as planned, on average; `nil` for a closed loop.
    package let rate_asked: Double?
    /// Calls answered OK, a second.
    package let rate_answered: Double
    package let rate_sent: Double
    package let seconds: Double
    package let sent, not_sent, warm_up, failed_open, replayed, failed_over: Int
    /// Milliseconds from the intended send, over every call that ended, failed ones too.
    package let latency_ms: [String: Double]
    /// Milliseconds from the actual send.
    package let wait_ms: [String: Double]
    /// What the verdicts say of their stages, in milliseconds.
    package let stages_ms: [String: [String: Double]]
    package let by_status, by_decision, by_rung, by_fusion_version: [String: Int]
    package let gate: [GateResult]
    /// Warm-up and all.
    package let over_time: [Second]
    /// From the median to what one call in 100,000 takes, as far as there are so many.
    package let curve: [CurvePoint]

    private static let percentiles: [(name: String, value: Double)] = [
        ("p50", 50), ("p90", 90), ("p95", 95), ("p99", 99), ("p99.9", 99.9), ("max", 100),
    ]

    /// `elapsed` begins with `warmUp`, whose calls are not counted.
    package init(
        _ records: LoadRecords,
        profile: RateProfile?,
        elapsed: Duration,
        warmUp: Duration = .zero,
        gate: LoadGate? = nil
    ) {
        rate_asked = profile.map { $0.callCount / $0.seconds }
        seconds = elapsed / .seconds(1)
        rate_sent = seconds > 0 ? Double(records.sent + records.warmUpCount) / seconds : 0
        let counted = max(0, seconds - warmUp / .seconds(1))
        rate_answered = Self.value(of: .rate, records, seconds: counted) ?? 0
        sent = records.sent
        not_sent = records.notSent
        warm_up = records.warmUpCount
        failed_open = records.failedOpen
        replayed = records.replayed
        failed_over = records.failedOver
        latency_ms = Self.milliseconds(records.latency)
        wait_ms = Self.milliseconds(records.wait)
        stages_ms = records.stages.mapValues(Self.milliseconds)
        by_status = records.byStatus
        by_decision = records.byDecision
        by_rung = records.byRung
        by_fusion_version = records.byFusionVersion
        over_time = records.seconds.sorted { $0.key < $1.key }.map { Second($0.key, $0.value) }
        curve = Self.curve(of: records.latency)
        self.gate = (gate?.conditions ?? []).map { condition in
            let value = Self.value(of: condition.measure, records, seconds: counted)
            return GateResult(condition: condition.description, measured: value, passed: condition.holds(value))
        }
    }

    /// Every condition of the gate holds; without a gate, something was answered.
    package var isPassed: Bool { gate.isEmpty ? by_status["OK"] != nil : gate.allSatisfy(\.passed) }

    private static func value(of measure: LoadMeasure, _ records: LoadRecords, seconds: Double) -> Double? {
        let meant = records.sent + records.notSent
        switch measure {
        case .latency(let percentile):
            return records.latency.totalCount > 0 ? Double(records.latency.valueAtPercentile(percentile)) / 1_000 : nil
        case .errorRate: return meant > 0 ? Double(meant - records.answered) / Double(meant) : nil
        case .failOpen: return records.answered > 0 ? Double(records.failedOpen) / Double(records.answered) : nil
        case .notSent: return meant > 0 ? Double(records.notSent) / Double(meant) : nil
        case .rate: return seconds > 0 ? Double(records.answered) / seconds : nil
        }
    }

    /// Each half of what is left above the last point, in four steps: even on an axis of nines.
    private static func curve(of latency: Histogram<UInt64>) -> [CurvePoint] {
        guard latency.totalCount > 0 else { return [] }
        let shares = (0...68).map { pow(0.5, 1 + Double($0) / 4) }.filter { $0 * Double(latency.totalCount) >= 0.5 && $0 >= 1e-5 }
        return shares.map { share in
            let percentile = 100 * (1 - share)
            return CurvePoint(percentile: percentile, milliseconds: Double(latency.valueAtPercentile(percentile)) / 1_000)
        }
    }

    private static func milliseconds(_ histogram: Histogram<UInt64>) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: percentiles.map { ($0.name, Double(histogram.valueAtPercentile($0.value)) / 1_000) })
    }

    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    package func text() -> String {
        let asked = rate_asked.map { "; asked \(Self.rounded($0))/s" } ?? ""
        var lines = [
            "sent \(sent) in \(Self.rounded(seconds)) s (\(Self.rounded(rate_sent))/s\(asked))"
                + (not_sent > 0 ? ", NOT SENT \(not_sent)" : "") + (warm_up > 0 ? ", beside \(warm_up) of the warm-up" : ""),
            "latency from the intended send, ms: \(Self.listed(latency_ms))",
        ]
        for (name, values) in stages_ms.sorted(by: { $0.key < $1.key }) {
            lines.append("  stage \(name.padding(toLength: 10, withPad: " ", startingAt: 0)) ms: \(Self.listed(values))")
        }
        let counts = [
            ("status    ", by_status), ("decisions ", by_decision), ("rungs     ", by_rung), ("fusion    ", by_fusion_version),
        ]
        lines += counts.filter { !$0.1.isEmpty }.map { "\($0.0) \(Self.listed($0.1))" }
        if failed_open > 0 { lines.append("failed open \(failed_open)") }
        if replayed > 0 { lines.append("replayed   \(replayed)") }
        if failed_over > 0 { lines.append("asked again of another server \(failed_over)") }
        for result in gate {
            lines.append(
                "gate       \(result.condition): \(result.shown) \(result.passed ? "passed" : "FAILED")"
            )
        }
        return lines.joined(separator: "\n")
    }

    private static func listed(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "  ")
    }

    private static func listed(_ percentiles: [String: Double]) -> String {
        Self.percentiles.map { "\($0.name) \(rounded(percentiles[$0.name] ?? 0))" }.joined(separator: "  ")
    }

    private static func rounded(_ value: Double) -> String { String((value * 100).rounded() / 100) }
}

extension LoadReport.Second {
    fileprivate init(_ number: Int, _ second: LoadRecords.Second) {
        func milliseconds(_ percentile: Double) -> Double {
            second.latency.totalCount > 0 ? Double(second.latency.valueAtPercentile(percentile)) / 1_000 : 0
        }
        self.init(
            second: number,
            intended: second.intended,
            answered: second.answered,
            failed: second.failed,
            p50: milliseconds(50),
            p99: milliseconds(99),
            max: milliseconds(100)
        )
    }
}
