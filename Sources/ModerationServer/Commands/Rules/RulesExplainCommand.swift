import ArgumentParser
import ModerationCore
import Screening

struct RulesExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Which rules find what in a text, where, and what becomes of it.",
        discussion: """
            Shows what matches and what does not for a reason: cancelled, excluded, without its context, expired, out of scope.

            Example:
              holster rules explain "G.U.N f0r s@le"
            """
    )

    @OptionGroup var file: RuleFileOptions
    @Argument(help: ArgumentHelp("A title.", valueName: "text")) var title: String
    @Option(help: "A description beside it.") var description = ""
    @Option(help: "Category, for rules that have one.") var category = ""
    @Option(help: "Region such as US or DE-BY, for rules that have one.") var region = ""
    @Flag(help: "Show how each view reads the text.") var views = false

    func run() async throws {
        let opened = try file.open()
        let texts = opened.texts(title: title, description: description)
        if views {
            for text in texts where !text.original.isEmpty {
                for view in text.views {
                    print("\(text.field.rawValue) \(view.name): \(printable(String(decoding: view.utf8, as: UTF8.self)))")
                }
            }
        }
        let findings = opened.rules.explain(
            texts,
            scope: RuleScope(category: category, region: region),
            now: TimeSource.system.wallNow()
        )
        print(RuleExplanationText(title: title, description: description).rendered(findings))
    }
}
