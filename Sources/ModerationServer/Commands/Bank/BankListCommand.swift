import ArgumentParser
import ModerationCore

struct BankListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The banks, or one bank's entries.",
        discussion: "Example:\n  holster bank list\n  holster bank list --bank known-bad --state quarantined"
    )

    @OptionGroup var banks: BankAccess
    @Option(help: "Show this bank's entries.") var bank: String?
    @Option(name: .customLong("state"), help: "Only entries in this state; may be given several times.")
    var states: [BankEntry.State] = []
    @Option(help: "Show at most so many entries (0: all).") var limit = 1_000

    func validate() throws {
        guard (0...10_000_000).contains(limit) else { throw ValidationError("--limit must be from 0 to 10000000") }
    }

    func run() async throws {
        try await banks.withBanks { curation in
            if let bank { try await listEntries(of: bank, curation) } else { try await listBanks(curation) }
        }
    }

    private func listBanks(_ curation: any BankCuration) async throws {
        var table = TextTable(header: ["bank", "kind", "fingerprint", "pixels", "radius", "state", "epoch"])
        for each in try await curation.banks() {
            table.add([
                each.name, each.kind.rawValue, each.fingerprintKind.rawValue, each.pixelMode ?? "–", "\(each.radius)",
                each.state.rawValue, "\(each.epoch)",
            ])
        }
        print(table.rendered())
    }

    private func listEntries(of bank: String, _ curation: any BankCuration) async throws {
        var entries: [BankEntry] = []
        // One more than is shown says that there are more.
        let filter = EntryFilter(states: Set(states), limit: limit == 0 ? nil : limit + 1)
        let malformedCount = try await curation.entries(bank: bank, matching: filter) { entries += $0 }
        let hasMore = limit > 0 && entries.count > limit
        var table = TextTable(header: ["entry", "state", "author", "added", "expires", "source", "reason"])
        for each in entries.prefix(limit == 0 ? .max : limit).sorted(by: { $0.id < $1.id }) {
            table.add([
                printable(each.id), each.state.rawValue, printable(each.author), TimeText.text(each.created),
                each.expires.map(TimeText.text) ?? "–", printable(each.source), printable(each.reason),
            ])
        }
        print(table.rendered())
        if hasMore { print("there are more: --limit 0 shows all, `holster bank export` writes them") }
        if malformedCount > 0 { print("\(malformedCount) values in Redis are no entries, and were left out") }
    }
}
