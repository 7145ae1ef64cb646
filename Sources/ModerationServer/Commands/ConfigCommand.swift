import ArgumentParser

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show the configuration.",
        subcommands: [PrintCommand.self]
    )

    struct PrintCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "print",
            abstract: "Print every setting, its value and where the value comes from.",
            discussion: """
                Example:
                  HOLSTER_GRPC_LISTEN=0.0.0.0:7070 holster config print --config config/holster.yaml
                """
        )

        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let settings = try options.load().effective
            var table = TextTable(header: ["setting", "value", "from", "environment"])
            for each in settings {
                table.add([each.key, each.value, each.origin, SettingsSource.environmentName(of: each.key)])
            }
            print(table.rendered())
        }
    }
}
