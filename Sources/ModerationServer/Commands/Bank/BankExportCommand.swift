import ArgumentParser
import CommandOptions
import Foundation
import ModerationCore

struct BankExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a bank as a file that `import` reads.",
        discussion: """
            Example:
              holster bank export --bank known-bad --format csv known-bad.csv
              holster bank export --bank known-bad-pdq --format pdq --state live - | mih-query …
            """
    )

    @OptionGroup var banks: BankAccess
    @Argument(help: "The file, which must not be there; - writes to standard output.") var file: String
    @Option(help: "The bank.") var bank: String
    @Option(help: "csv, jsonl or pdq (default: by the file's name).") var format: EntryFormat?
    @Option(
        name: .customLong("state"),
        help:
            "Only entries in this state; may be given several times. Default: all; for pdq, which cannot say it, live ones that have not expired."
    )
    var states: [BankEntry.State] = []

    func validate() throws {
        guard format != nil || EntryFormat(fileName: file) != nil else {
            throw ValidationError("'\(file)' does not end in .csv, .jsonl or .pdq: say --format")
        }
    }

    func run() async throws {
        guard let format = format ?? EntryFormat(fileName: file) else { return }
        guard file == "-" || !FileManager.default.fileExists(atPath: file) else {
            throw CommandFailure("'\(file)' is there already")
        }
        try await banks.withBanks { curation in
            // A file that did not come to its end must not look like one that did.
            let part = file + ".part"
            guard file == "-" || FileManager.default.createFile(atPath: part, contents: nil) else {
                throw CommandFailure("cannot write '\(part)'")
            }
            guard let handle = file == "-" ? FileHandle.standardOutput : FileHandle(forWritingAtPath: part) else {
                throw CommandFailure("cannot write '\(part)'")
            }
            var last: ExportPiece?
            do {
                try await curation.exportEntries(bank: bank, format: format, states: Set(states)) {
                    piece throws(CurationFailure) in
                    last = piece
                    do { try handle.write(contentsOf: Data(piece.bytes)) } catch {
                        throw CurationFailure(.unavailable, "cannot write '\(file)': \(error.localizedDescription)")
                    }
                }
                if file != "-" {
                    try handle.close()
                    try FileManager.default.moveItem(atPath: part, toPath: file)
                }
            } catch {
                if file != "-" { try? FileManager.default.removeItem(atPath: part) }
                throw error
            }
            let leftOut = (last?.leftOutCount).flatMap { $0 > 0 ? ", \($0) left out" : nil } ?? ""
            FileHandle.standardError.write(Data("\(bank): \(last?.entryCount ?? 0) entries written\(leftOut)\n".utf8))
        }
    }
}
