internal import Foundation

/// One page about a run, whole in itself: it can be mailed, and opens without a network.
package struct HTMLReport: Sendable {
    /// A run with the words that name it.
    package struct Run: Sendable {
        package var name: String
        package var report: LoadReport

        package init(name: String, report: LoadReport) { (self.name, self.report) = (name, report) }
    }

    private let run: Run
    private let other: Run?
    private let sweep: [Run]

    /// `other` is what the run is compared with; `sweep` are runs at several rates, for a curve of latency against throughput.
    package init(_ run: Run, comparedWith other: Run? = nil, sweep: [Run] = []) {
        self.run = run
        self.other = other
        self.sweep = sweep
    }

    package func page() -> String {
        let sections = [
            summary(), gates(), latencyOverTime(), ratesOverTime(), percentiles(), throughput(), stages(), counts(),
        ].filter { !$0.isEmpty }
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(HTML.escaped(run.name))</title><style>\(Self.style)</style></head>
            <body><main><h1>\(HTML.escaped(run.name))</h1>
            \(sections.joined(separator: "\n"))
            </main></body></html>

            """
    }

    private func summary() -> String {
        func cells(_ value: (LoadReport) -> String) -> [String] { [value(run.report)] + (other.map { [value($0.report)] } ?? []) }
        func latency(_ name: String) -> [String] { ["latency \(name)"] + cells { Self.milliseconds($0.latency_ms[name]) } }
        var rows = [["", "this run"] + (other.map { [$0.name] } ?? [])]
        rows.append(["calls sent"] + cells { "\($0.sent)" + ($0.not_sent > 0 ? " (and \($0.not_sent) not)" : "") })
        rows.append(["asked for"] + cells { $0.rate_asked.map { "\(Self.rounded($0))/s" } ?? "closed loop" })
        rows.append(["answered OK"] + cells { "\(Self.rounded($0.rate_answered))/s" })
        rows += ["p50", "p90", "p99", "p99.9", "max"].map(latency)
        rows.append(["failed open"] + cells { "\($0.failed_open)" })
        return "<section>\(HTML.table(rows))<p>Latency counts from the moment a call was meant to leave.</p></section>"
    }

    private func gates() -> String {
        guard !run.report.gate.isEmpty else { return "" }
        let rows = run.report.gate.map { result in
            [result.condition, result.shown, result.passed ? "passed" : "FAILED"]
        }
        let verdict = run.report.isPassed ? "passed" : "failed"
        return
            "<section><h2 class=\"\(verdict)\">Gate \(verdict)</h2>\(HTML.table([["condition", "measured", ""]] + rows))</section>"
    }

    private func latencyOverTime() -> String {
        guard run.report.over_time.count > 1 else { return "" }
        func line(_ name: String, _ style: String, _ report: LoadReport, _ value: (LoadReport.Second) -> Double) -> Chart.Line {
            Chart.Line(name: name, style: style, points: report.over_time.map { (Double($0.second), value($0)) })
        }
        var lines = [
            line("p50", "a", run.report) { $0.p50 }, line("p99", "b", run.report) { $0.p99 },
            line("longest", "c", run.report) { $0.max },
        ]
        if let other { lines.append(line("p99 of \(other.name)", "b other", other.report) { $0.p99 }) }
        let chart = Chart(
            title: "Latency over time",
            xTitle: "second of the run",
            yTitle: "ms",
            lines: lines,
            yScale: .logarithmic
        )
        return "<section>\(chart.svg())</section>"
    }

    private func ratesOverTime() -> String {
        guard run.report.over_time.count > 1 else { return "" }
        func line(_ name: String, _ style: String, _ value: (LoadReport.Second) -> Int) -> Chart.Line {
            Chart.Line(name: name, style: style, points: run.report.over_time.map { (Double($0.second), Double(value($0))) })
        }
        let chart = Chart(
            title: "Calls by the second in which they were meant to leave",
            xTitle: "second of the run",
            yTitle: "calls",
            lines: [line("meant to leave", "d", \.intended), line("answered", "a", \.answered), line("failed", "c", \.failed)]
        )
        return "<section>\(chart.svg())</section>"
    }

    private func percentiles() -> String {
        func line(_ each: Run, _ style: String) -> Chart.Line {
            Chart.Line(
                name: each.name,
                style: style,
                points: each.report.curve.map { (-log10(1 - $0.percentile / 100), $0.milliseconds) }
            )
        }
        guard !run.report.curve.isEmpty else { return "" }
        let labels = [("50 %", 0.5), ("90 %", 0.1), ("99 %", 0.01), ("99.9 %", 0.001), ("99.99 %", 0.0001)].map { text, share in
            (x: -log10(share), text: text)
        }
        let chart = Chart(
            title: "Latency by percentile",
            xTitle: "share of the calls that took no longer",
            yTitle: "ms",
            lines: [line(run, "b")] + (other.map { [line($0, "b other")] } ?? []),
            yScale: .logarithmic,
            xLabels: labels
        )
        return "<section>\(chart.svg())</section>"
    }

    private func throughput() -> String {
        guard sweep.count > 1 else { return "" }
        let runs = sweep.sorted { $0.report.rate_answered < $1.report.rate_answered }
        func line(_ percentile: String, _ style: String) -> Chart.Line {
            Chart.Line(
                name: percentile,
                style: style,
                points: runs.map { ($0.report.rate_answered, $0.report.latency_ms[percentile] ?? 0) }
            )
        }
        let chart = Chart(
            title: "Latency against throughput",
            xTitle: "answered a second",
            yTitle: "ms",
            lines: [line("p50", "a"), line("p99", "b")],
            yScale: .logarithmic
        )
        let rows = runs.map { run in
            [
                run.name, Self.rounded(run.report.rate_answered), Self.milliseconds(run.report.latency_ms["p50"]),
                Self.milliseconds(run.report.latency_ms["p99"]), run.report.isPassed ? "held" : "did not hold",
            ]
        }
        return "<section>\(chart.svg())\(HTML.table([["rate", "answered a second", "p50", "p99", "gate"]] + rows))</section>"
    }

    private func stages() -> String {
        guard !run.report.stages_ms.isEmpty else { return "" }
        let rows = run.report.stages_ms.sorted { $0.key < $1.key }.map { name, values in
            [name] + ["p50", "p90", "p99", "max"].map { Self.milliseconds(values[$0]) }
        }
        return
            "<section><h2>Stages, by the verdicts' own account</h2>\(HTML.table([["stage", "p50", "p90", "p99", "longest"]] + rows))</section>"
    }

    private func counts() -> String {
        let groups = [
            ("status", run.report.by_status), ("decision", run.report.by_decision), ("rung", run.report.by_rung),
            ("fusion model", run.report.by_fusion_version),
        ]
        let rows = groups.flatMap { group, counts in
            counts.sorted { $0.value > $1.value }.map { ["\(group) \($0.key)", "\($0.value)"] }
        }
        return "<section><h2>Answers</h2>\(HTML.table([["", "calls"]] + rows))</section>"
    }

    private static func milliseconds(_ value: Double?) -> String { value.map { "\(rounded($0)) ms" } ?? "–" }

    private static func rounded(_ value: Double) -> String { String((value * 100).rounded() / 100) }

    private static let style = """
        :root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--faint:#d0d7de;--a:#0969da;--b:#bc4c00;--c:#cf222e;--d:#6e7781}
        @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--faint:#30363d;--a:#58a6ff;--b:#f0883e;--c:#ff7b72;--d:#8b949e}}
        *{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
        main{max-width:840px;margin:0 auto;padding:16px}h1{font-size:1.5rem;overflow-wrap:anywhere}h2{font-size:1.15rem}
        section{margin:0 0 32px}figure{margin:0}figcaption{font-weight:600}.wide{overflow-x:auto}
        table{border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{padding:4px 12px 4px 0;text-align:right;border-bottom:1px solid var(--faint)}
        th[scope=row],thead th:first-child{text-align:left;font-weight:500}
        svg{width:100%;height:auto;display:block}svg text{font-size:12px;fill:var(--ink)}text.y{text-anchor:end}text.x{text-anchor:middle}
        @media(max-width:600px){svg text{font-size:20px}th,td{padding-right:8px;font-size:.9rem}}
        .grid{stroke:var(--faint)}polyline{fill:none;stroke-width:1.6}
        polyline.a{stroke:var(--a)}polyline.b{stroke:var(--b)}polyline.c{stroke:var(--c)}polyline.d{stroke:var(--d)}.other{stroke-dasharray:5 4}
        circle.a{fill:var(--a)}circle.b{fill:var(--b)}circle.c{fill:var(--c)}circle.d{fill:var(--d)}
        .legend{margin:2px 0 0;font-size:.85rem}.key{margin-right:14px}.key::before{content:"";display:inline-block;width:18px;height:0;border-top:3px solid;margin-right:5px;vertical-align:middle}
        .key.a::before{border-color:var(--a)}.key.b::before{border-color:var(--b)}.key.c::before{border-color:var(--c)}.key.d::before{border-color:var(--d)}
        .key.other::before{border-top-style:dashed}.passed{color:#1a7f37}.failed{color:var(--c)}
        """
}
