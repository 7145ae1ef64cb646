import ArgumentParser
import CommandOptions
import ModerationCore

/// Entries of one bank, and why something happens to them.
struct NamedEntries: ParsableArguments {
    @Option(help: "The bank.") var bank: String
    @Argument(help: ArgumentHelp("Entries, by id.", valueName: "entry-id")) var entryIDs: [String]

    /// As many in a call as one takes; says what became of them.
    /// The epoch is that of `changedBank`, where it is another.
    func change(_ what: String, changedBank: String? = nil, _ body: ([String]) async throws -> ChangedEntries) async throws {
        var missingCount = 0
        for start in stride(from: 0, to: entryIDs.count, by: CurationLimits.entriesPerCall) {
            let batch = Array(entryIDs[start..<min(start + CurationLimits.entriesPerCall, entryIDs.count)])
            let changed = try await body(batch)
            missingCount += batch.count - changed.count
            let named = batch.count == 1 ? printable(batch[0]) : "\(changed.count) entries"
            print("\(changedBank ?? bank) epoch \(changed.epoch): \(what) \(named)")
        }
        guard missingCount == 0 else {
            throw CommandFailure("\(missingCount) of \(entryIDs.count) entries are not in bank \(bank)")
        }
    }
}

struct BankRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove entries from a bank.",
        discussion: "Example:\n  holster bank remove --bank known-bad --reason \"appeal upheld\" ph-e9b492cbb63a3825"
    )

    @OptionGroup var banks: BankAccess
    @OptionGroup var entries: NamedEntries
    @Option(help: "Why; kept in the server's log.") var reason = "no reason given"

    func run() async throws {
        try await banks.withBanks { curation in
            try await entries.change("removed") { try await curation.remove(entryIDs: $0, bank: entries.bank, reason: reason) }
        }
    }
}

struct BankMoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Move entries to another bank of the same fingerprint.",
        discussion: "Example:\n  holster bank move --bank candidates --to known-bad --reason \"confirmed\" ph-e9b492cbb63a3825"
    )

    @OptionGroup var banks: BankAccess
    @OptionGroup var entries: NamedEntries
    @Option(help: "The bank that they go to.") var to: String
    @Option(help: "Why; kept in the server's log.") var reason = "no reason given"

    func run() async throws {
        try await banks.withBanks { curation in
            try await entries.change("moved from \(entries.bank)", changedBank: to) {
                try await curation.move(entryIDs: $0, from: entries.bank, to: to, reason: reason)
            }
        }
    }
}

struct BankQuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Keep entries from deciding anything, without removing them.",
        discussion: "Example:\n  holster bank quarantine --bank known-bad --reason \"matches a tablecloth\" ph-e9b492cbb63a3825"
    )

    @OptionGroup var banks: BankAccess
    @OptionGroup var entries: NamedEntries
    @Option(help: "Why; kept in the entries' notes.") var reason: String

    func run() async throws {
        try await banks.withBanks { curation in
            try await entries.change("quarantined") {
                try await curation.setState(.quarantined, entryIDs: $0, bank: entries.bank, reason: reason)
            }
        }
    }
}

struct BankReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Let entries decide again, or try them out.",
        discussion: "Example:\n  holster bank release --bank known-bad --reason \"looked at: it is a pistol\" ph-e9b492cbb63a3825"
    )

    @OptionGroup var banks: BankAccess
    @OptionGroup var entries: NamedEntries
    @Option(help: "Why; kept in the entries' notes.") var reason: String
    @Flag(help: "To shadow (recorded, does not act) instead of live.") var shadow = false

    func run() async throws {
        try await banks.withBanks { curation in
            let state: BankEntry.State = shadow ? .shadow : .live
            try await entries.change("released (\(state.rawValue))") {
                try await curation.setState(state, entryIDs: $0, bank: entries.bank, reason: reason)
            }
        }
    }
}
