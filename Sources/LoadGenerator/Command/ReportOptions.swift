internal import ArgumentParser
internal import Foundation

/// What a run leaves behind.
struct ReportOptions: ParsableArguments {
    @Flag(help: "Print the report as JSON.") var json = false
    @Option(help: ArgumentHelp("Write the report as JSON here, for --compare of a later run.", valueName: "file")) var report:
        String?
    @Option(help: ArgumentHelp("Write a line a second here, for spreadsheets.", valueName: "file")) var csv: String?
    @Option(help: ArgumentHelp("Write one page with plots here.", valueName: "file")) var html: String?
    @Option(help: ArgumentHelp("A run that the page compares with: what --report wrote.", valueName: "file")) var compare: String?
    @Option(help: "What the page calls this run.") var name = "holster-load"

    func validate() throws {
        guard compare == nil || html != nil else { throw ValidationError("--compare is for the page of --html") }
    }

    /// The run to compare with; asked for before anything is sent.
    func comparison() throws -> HTMLReport.Run? {
        guard let compare else { return nil }
        guard let data = FileManager.default.contents(atPath: compare) else {
            throw ValidationError("--compare: cannot read '\(compare)'")
        }
        guard let report = try? JSONDecoder().decode(LoadReport.self, from: data) else {
            throw ValidationError("--compare: '\(compare)' is no report that --report wrote")
        }
        return HTMLReport.Run(name: URL(filePath: compare).deletingPathExtension().lastPathComponent, report: report)
    }

    func write(_ made: LoadReport, comparedWith other: HTMLReport.Run?, sweep: [HTMLReport.Run] = []) throws {
        print(json ? try made.json() : made.text())
        if let report { try write(try made.json() + "\n", to: report, "--report") }
        if let csv { try write(CSVReport.text(made), to: csv, "--csv") }
        if let html {
            let page = HTMLReport(HTMLReport.Run(name: name, report: made), comparedWith: other, sweep: sweep).page()
            try write(page, to: html, "--html")
        }
    }

    private func write(_ text: String, to path: String, _ option: String) throws {
        do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
            throw ValidationError("\(option): cannot write '\(path)': \(error.localizedDescription)")
        }
    }
}
