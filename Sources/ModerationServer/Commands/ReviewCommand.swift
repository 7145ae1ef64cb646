import ArgumentParser
import CommandOptions
import Foundation
import ModerationCore
import Recording

struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "List, show and resolve review cases.",
        discussion: """
            Works on the store of the configuration, beside a running server.

            Example:
              holster review list
              holster review resolve c-0123… --overturn --by mara --note "stage prop, papers seen"
            """,
        subcommands: [ListCommand.self, ShowCommand.self, ResolveCommand.self]
    )

    struct ListCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Cases, most urgent first, then oldest first.",
            discussion: "Example:\n  holster review list --all --limit 20"
        )

        @OptionGroup var options: ConfigurationOptions
        @Flag(help: "Resolved cases too.") var all = false
        @Option(help: "At most this many.") var limit = 50

        func validate() throws {
            guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 10000") }
        }

        func run() async throws {
            try await withStore(options) { store in
                let cases = try await store.cases(status: all ? nil : .open, limit: limit)
                guard !cases.isEmpty else { return print("no \(all ? "" : "open ")cases") }
                var table = TextTable(header: ["case", "priority", "decision", "opened", "status", "title"])
                for each in cases {
                    table.add([
                        each.id, "\(each.priority)", each.verdict.decision.rawValue, timestamp(each.openedAt),
                        each.resolution?.rawValue ?? each.status.rawValue, String(printable(each.title).prefix(60)),
                    ])
                }
                print(table.rendered())
            }
        }
    }

    struct ShowCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "One case with its frozen evidence, as JSON.",
            discussion: "Example:\n  holster review show c-0123…"
        )

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: ArgumentHelp("The case.", valueName: "case-id")) var caseID: String

        func run() async throws {
            try await withStore(options) { store in
                guard let found = try await store.reviewCase(id: caseID) else { throw CommandFailure("no case '\(caseID)'") }
                print(try reviewJSON(found))
            }
        }
    }

    struct ResolveCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve",
            abstract: "Close a case: the decision stands, or it is overturned.",
            discussion: "Example:\n  holster review resolve c-0123… --uphold --by mara --note \"clear photo of a pistol\""
        )

        enum Outcome: String, EnumerableFlag { case uphold, overturn }

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: ArgumentHelp("The case.", valueName: "case-id")) var caseID: String
        @Flag(help: "What the reviewer found.") var outcome: Outcome
        @Option(help: "Who decides.") var by: String
        @Option(help: "Why; kept in the audit trail.") var note: String

        func validate() throws {
            guard !by.isEmpty, by.count <= 100 else { throw ValidationError("--by must have 1 to 100 characters") }
            guard !note.isEmpty, note.count <= 2_000 else { throw ValidationError("--note must have 1 to 2000 characters") }
        }

        func run() async throws {
            try await withStore(options) { store in
                let resolution: CaseResolution = outcome == .uphold ? .uphold : .overturn
                guard let closed = try await store.resolve(caseID: caseID, resolution: resolution, by: by, note: note) else {
                    throw CommandFailure("no case '\(caseID)'")
                }
                print("\(closed.id): \(resolution.rawValue) by \(by)")
            }
        }
    }
}

/// Opens the configuration's store, runs `body`, and closes it; a store failure becomes one line for the person.
private func withStore(_ options: ConfigurationOptions, _ body: (DecisionStore) async throws -> Void) async throws {
    let configuration = try options.load()
    guard FileManager.default.fileExists(atPath: configuration.store.directory + "/decisions.sqlite") else {
        throw CommandFailure("no store at '\(configuration.store.directory)' (store.directory): no server has run with it yet")
    }
    do {
        let store = try DecisionStore(StoreConfiguration(folder: configuration.store.directory), time: .system)
        try await body(store)
        try await store.close()
    } catch let failure as StoreFailure {
        throw CommandFailure(failure.message)
    }
}

private func timestamp(_ time: UnixTime) -> String {
    Date(timeIntervalSince1970: Double(time.milliseconds) / 1_000).formatted(.iso8601)
}

private func reviewJSON(_ reviewCase: ReviewCase) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(reviewCase), as: UTF8.self)
}
