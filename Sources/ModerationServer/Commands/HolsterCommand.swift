public import ArgumentParser

/// The `holster` program.
public struct HolsterCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "holster",
        abstract: "The upload-time firearm check for marketplaces.",
        discussion: """
            Example:
              holster serve --config config/holster.yaml
              holster check --title "Hot glue gun 60 W" --category tools
            """,
        version: BuildVersion.text,
        subcommands: [
            ServeCommand.self, CheckCommand.self, BankCommand.self, RulesCommand.self, ReviewCommand.self, ModelsCommand.self,
            TokenCommand.self,
            ConfigCommand.self,
        ]
    )

    public init() {}
}

/// Where a command reads its configuration.
struct ConfigurationOptions: ParsableArguments {
    @Option(name: [.short, .customLong("config")], help: "Configuration file (YAML); also HOLSTER_CONFIG.")
    var file: String?

    func load() throws -> HolsterConfiguration { try HolsterConfiguration.load(path: file) }
}
