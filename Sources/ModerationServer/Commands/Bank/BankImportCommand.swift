import ArgumentParser
import CommandOptions
import Foundation
import ModerationCore

struct BankImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Add a file of entries to a bank.",
        discussion: """
            csv: RFC 4180; the first line names the columns: fingerprint, and any of id, state, reason, source, author, created, expires, note,
            changed, changed_by.

            jsonl: one JSON object a line, with the same names; times in milliseconds since 1970.

            pdq: ThreatExchange's text form, HASH[,QUALITY[,FILENAME]] a line; a quality below 50 is rejected.

            A line that is no entry, or repeats one, is reported with its number, and the others go in. The same file again gives the same entries:
            an import that broke off is simply started anew. Entries that are quarantined stay so.

            Example:
              holster bank import --bank partner-list --reason "partner's list, May" --state shadow list.csv
              pdq-photo-hasher *.jpg | holster bank import --bank known-bad-pdq --format pdq --reason "raid of May" -
            """
    )

    @OptionGroup var banks: BankAccess
    @Argument(help: "The file; - reads standard input.") var file: String
    @Option(help: "The bank; it must be there.") var bank: String
    @Option(help: "csv, jsonl or pdq (default: by the file's name).") var format: EntryFormat?
    @Option(help: "Why; of entries whose line does not say.") var reason = ""
    @Option(help: "Where they come from; of entries whose line does not say (default: the file's name).") var source: String?
    @OptionGroup var entry: EntryOptions
    @Flag(help: "Keep the authors that the file names, as when a bank is restored.") var keepAuthors = false
    @Flag(help: "Check every line, add nothing.") var dryRun = false

    func validate() throws {
        guard format != nil || EntryFormat(fileName: file) != nil else {
            throw ValidationError("'\(file)' does not end in .csv, .jsonl or .pdq: say --format")
        }
    }

    func run() async throws {
        guard let format = format ?? EntryFormat(fileName: file) else { return }
        let plan = ImportPlan(
            bank: bank,
            format: format,
            terms: entry.terms(
                reason: reason,
                source: source ?? (file == "-" ? "import" : URL(filePath: file).lastPathComponent)
            ),
            keepsAuthors: keepAuthors,
            isDryRun: dryRun
        )
        var content = try FileContent(file)
        try await banks.withBanks { curation in
            let report: ImportReport
            do throws(CurationFailure) {
                report = try await curation.importEntries(from: &content, plan)
            } catch {
                content.progress.end()
                throw error
            }
            content.progress.end()
            try tell(report, after: content.progress.elapsed)
        }
    }

    private func tell(_ report: ImportReport, after elapsed: Duration) throws {
        for line in report.rejected { print("line \(line.line): \(printable(line.reason))") }
        let more = report.rejectedCount - report.rejected.count
        if more > 0 { print("… and \(more) more") }
        let did = dryRun ? "would be added" : "added"
        let seconds = VerdictTable.milliseconds(VerdictTable.microseconds(elapsed) / 1_000)
        print(
            "\(bank) epoch \(report.epoch): \(report.acceptedCount) entries \(did), \(report.rejectedCount) lines rejected, \(seconds) s"
        )
        if report.quarantinedCount > 0 {
            print(
                "\(report.quarantinedCount) more are quarantined there and stay as they are; holster bank release brings them back"
            )
        }
        // Scripts must notice a file of which nothing was taken.
        guard report.acceptedCount + report.quarantinedCount > 0 || report.rejectedCount == 0 else {
            throw CommandFailure("no line of \(file) is an entry")
        }
    }
}

/// A file in pieces, with a report of how far it is.
struct FileContent: ImportSource {
    static let pieceByteCount = 256 << 10

    private let handle: FileHandle
    private let name: String
    var progress: ProgressReport

    init(_ path: String) throws {
        name = path
        if path == "-" {
            handle = .standardInput
            progress = ProgressReport(totalByteCount: nil)
            return
        }
        guard let handle = FileHandle(forReadingAtPath: path) else { throw CommandFailure("cannot read '\(path)'") }
        self.handle = handle
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        progress = ProgressReport(totalByteCount: size ?? nil)
    }

    mutating func next() async throws(CurationFailure) -> ImportPart? {
        let data: Data?
        do { data = try handle.read(upToCount: Self.pieceByteCount) } catch {
            throw CurationFailure(.invalid, "cannot read '\(name)': \(error.localizedDescription)")
        }
        guard let data, !data.isEmpty else { return nil }
        let bytes = [UInt8](data)
        progress.advance(bytes)
        return .bytes(bytes[...])
    }
}
