/// The run second by second, for spreadsheets.
package enum CSVReport {
    package static func text(_ report: LoadReport) -> String {
        let head = "second,intended,answered,failed,p50_ms,p99_ms,max_ms"
        let lines = report.over_time.map {
            "\($0.second),\($0.intended),\($0.answered),\($0.failed),\($0.p50),\($0.p99),\($0.max)"
        }
        return ([head] + lines).joined(separator: "\n") + "\n"
    }
}
