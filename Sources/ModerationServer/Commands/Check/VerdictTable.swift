import ModerationAPI
import ModerationCore

/// Verdicts for a person: one in full, several as a table.
enum VerdictTable {
    static func full(_ verdict: HolsterV1.Verdict) -> String {
        var lines = ["\(verdict.decision.description)  \(notes(verdict))".trimmingSpaces()]
        if let probability = verdict.violationProbability {
            lines.append("  violation probability \(percent(probability))  (\(topClasses(verdict)))")
        }
        lines.append("")
        lines += verdict.reasons.map { "  \($0.code)  \(printable($0.detail))" }
        lines += verdict.annotations.map { "  (\($0.code))  \(printable($0.detail))" }
        lines.append("")
        var table = TextTable(header: ["stage", "status", "ms", ""])
        for stage in verdict.stages {
            table.add([stage.stage, stage.status, milliseconds(stage.microseconds), printable(stage.detail)])
        }
        lines.append(table.rendered())
        if !verdict.caseID.isEmpty { lines += ["", "case \(printable(verdict.caseID))"] }
        return lines.joined(separator: "\n")
    }

    static func summary(_ rows: [(name: String, verdict: HolsterV1.Verdict, roundTrip: Duration)]) -> String {
        var table = TextTable(header: ["listing", "decision", "p(viol.)", "reasons", "stages, ms", "total ms"])
        for row in rows {
            let reasons = row.verdict.reasons.map(\.code) + row.verdict.tags.map { "tag:\($0)" }
            var seen = Set<String>()
            table.add([
                printable(row.name),
                row.verdict.decision.description,
                row.verdict.violationProbability.map(percent) ?? "–",
                reasons.filter { seen.insert($0).inserted }.joined(separator: " ") + (row.verdict.caseID.isEmpty ? "" : " +case"),
                row.verdict.stages.map(brief).joined(separator: " "),
                milliseconds(microseconds(row.roundTrip)),
            ])
        }
        return table.rendered()
    }

    private static func notes(_ verdict: HolsterV1.Verdict) -> String {
        var notes = verdict.tags.map { "tag:\($0)" }
        if verdict.failedOpen { notes.append("failed open") }
        if verdict.replayed { notes.append("replayed") }
        if verdict.dryRun { notes.append("dry run") }
        if !verdict.rung.isEmpty, verdict.rung != "full" { notes.append("rung \(verdict.rung)") }
        return notes.joined(separator: ", ")
    }

    private static func topClasses(_ verdict: HolsterV1.Verdict) -> String {
        verdict.probabilities.sorted { $0.probability > $1.probability }.prefix(3)
            .map { "\($0.contentClass.description) \(percent($0.probability))" }.joined(separator: ", ")
    }

    /// `media 3.1`, or `scoring –` where it did not run.
    private static func brief(_ stage: HolsterV1.StageRecord) -> String {
        switch stage.status {
        case "ran": "\(stage.stage) \(milliseconds(stage.microseconds))"
        case "skipped": "\(stage.stage) –"
        default: "\(stage.stage) \(stage.status)(\(milliseconds(stage.microseconds)))"
        }
    }

    static func microseconds(_ duration: Duration) -> Int64 { duration.wholeMicroseconds }

    static func milliseconds(_ microseconds: Int64) -> String {
        let tenths = (microseconds + 50) / 100
        return "\(tenths / 10).\(tenths % 10)"
    }

    static func percent(_ probability: Double) -> String {
        guard probability.isFinite else { return "?" }
        let tenths = Int((min(max(probability, 0), 1) * 1_000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}

extension String {
    fileprivate func trimmingSpaces() -> String {
        var text = self[...]
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
