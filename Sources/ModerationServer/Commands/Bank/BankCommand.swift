import ArgumentParser

struct BankCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank",
        abstract: "Curate the banks of known photos.",
        discussion: """
            Speaks to the configuration's Redis, or with --server to a server's Banks service, for which the caller needs the role curate (or
            read, to look). A change decides verdicts everywhere within a second; no server is restarted.

            Example:
              holster bank add --bank known-bad --kind block --reason "offered before" pistol.jpg
              holster bank explain pistol.jpg
              holster bank import --bank partner-list --reason "partner's list, May" --state shadow list.csv
              holster bank quarantine --bank known-bad --reason "matches a tablecloth" ph-e9b492cbb63a3825
            """,
        subcommands: [
            BankListCommand.self, BankCreateCommand.self, BankAddCommand.self, BankAddPhotoCommand.self, BankRemoveCommand.self,
            BankMoveCommand.self, BankQuarantineCommand.self, BankReleaseCommand.self, BankUpdateCommand.self,
            BankDropCommand.self,
            BankImportCommand.self, BankExportCommand.self, BankStatsCommand.self, BankExplainCommand.self,
        ]
    )
}
