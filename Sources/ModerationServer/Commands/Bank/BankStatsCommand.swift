import ArgumentParser
import ModerationCore

struct BankStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "What banks hold, by state and author; from a server also what matched.",
        discussion: "Example:\n  holster bank stats\n  holster bank stats --server holster:7070 --token-file token known-bad"
    )

    @OptionGroup var banks: BankAccess
    @Argument(help: "The bank; all of them unless given.") var bank: String?

    func run() async throws {
        try await banks.withBanks { curation in
            let all = try await curation.statistics(bank: bank)
            var table = TextTable(
                header: ["bank", "kind", "state", "live", "shadow", "quarantined", "expired", "newest", "in memory", "matches"]
            )
            for each in all {
                table.add([
                    each.bank.name, each.bank.kind.rawValue, each.bank.state.rawValue, "\(each.countsByState[.live] ?? 0)",
                    "\(each.countsByState[.shadow] ?? 0)", "\(each.countsByState[.quarantined] ?? 0)", "\(each.expiredCount)",
                    each.newest.map(TimeText.text) ?? "–",
                    each.memory.map { "\($0.entryCount) at epoch \($0.epoch)" } ?? "–",
                    each.memory.map { "\($0.matchCount)" } ?? "–",
                ])
            }
            print(table.rendered())
            for each in all { details(each) }
        }
    }

    private func details(_ statistics: BankSummary) {
        if !statistics.countsByAuthor.isEmpty {
            let authors = statistics.countsByAuthor.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(10)
            print("\(statistics.bank.name): by " + authors.map { "\(printable($0.key)) \($0.value)" }.joined(separator: ", "))
        }
        for each in statistics.memory?.mostMatched.prefix(10) ?? [] {
            print("\(statistics.bank.name): \(printable(each.entryID)) matched \(each.count) times")
        }
        if statistics.malformedCount > 0 {
            print("\(statistics.bank.name): \(statistics.malformedCount) values in Redis are no entries")
        }
    }
}
