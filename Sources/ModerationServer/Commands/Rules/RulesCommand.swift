import ArgumentParser
import CommandOptions
import Foundation
import ModerationCore
import Screening

struct RulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Show, check, explain, test and change the text rules.",
        discussion: """
            Works on the rule file of the configuration; running servers read a changed file within seconds, and keep what they have when it is bad.

            Example:
              holster rules list
              holster rules explain "G.U.N f0r s@le"
              holster rules add --id new-brand --class firearm --action review --term "brandname 9"
            """,
        subcommands: [
            RulesListCommand.self, RulesCheckCommand.self, RulesAddCommand.self, RulesSetStateCommand.self,
            RulesRemoveCommand.self,
            RulesTestCommand.self, RulesStatsCommand.self, RulesExplainCommand.self,
        ]
    )
}

struct RulesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The rules with state, expiry, scope and size.",
        discussion: "Example:\n  holster rules list --state shadow"
    )

    @OptionGroup var file: RuleFileOptions
    @Option(help: "Only rules in this state: live, shadow or draft.") var state: RuleState?

    func run() async throws {
        let opened = try file.open()
        var table = TextTable(header: [
            "line", "rule", "class", "action", "weight", "state", "scope", "terms", "patterns", "note",
        ])
        let summaries = opened.rules.summaries(now: TimeSource.system.wallNow())
        for each in summaries where state == nil || each.state == state {
            let expiry = each.expires.map { each.isExpired ? ", expired \($0)" : ", until \($0)" } ?? ""
            table.add([
                each.line.map { "\($0)" } ?? "", printable(each.id), each.contentClass.name, each.action.rawValue,
                "\(each.weight)",
                each.state.rawValue + expiry, Self.scope(each), "\(each.termCount)", "\(each.patternCount)",
                String(printable(each.note).prefix(60)),
            ])
        }
        print(table.rendered())
        print("\(opened.rules.version): \(summaries.count) rules")
    }

    private static func scope(_ rule: RuleSummary) -> String {
        let fields = rule.fields.count == ListingField.allCases.count ? [] : rule.fields.map(\.rawValue)
        return printable((fields + rule.categories.map { "category \($0)" } + rule.regions).joined(separator: ", "))
    }
}

struct RulesCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say whether a server would take the rule file, and what is wrong with it if not.",
        discussion: "Example:\n  holster rules check --rules rules-next.yaml"
    )

    @OptionGroup var file: RuleFileOptions

    func run() async throws {
        let opened = try file.open()
        print("\(opened.path): good, \(opened.rules.ruleCount) rules")
        let expired = opened.rules.summaries(now: TimeSource.system.wallNow()).filter(\.isExpired)
        for each in expired { print("rule '\(printable(each.id))' expired after \(each.expires ?? "")") }
    }
}

struct RulesStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "How large the rules are, and how long they take to compile.",
        discussion: "Example:\n  holster rules stats"
    )

    @OptionGroup var file: RuleFileOptions

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let rules = try file.open().rules
        let milliseconds = start.duration(to: clock.now).wholeMicroseconds / 1_000
        let size = rules.size
        var table = TextTable(header: ["what", "count"])
        table.add(["rules", "\(size.ruleCount)"])
        table.add(["terms", "\(size.termCount)"])
        table.add(["patterns", "\(size.patternCount)"])
        table.add(["literals over all views", "\(size.literalCount)"])
        table.add(["KiB of databases", "\(size.databaseByteCount / 1_024)"])
        table.add(["ms to read and compile", "\(milliseconds)"])
        let summaries = rules.summaries(now: TimeSource.system.wallNow())
        for state in RuleState.allCases { table.add(["\(state.rawValue) rules", "\(summaries.count { $0.state == state })"]) }
        table.add(["expired rules", "\(summaries.count(where: \.isExpired))"])
        for action in RuleAction.allCases {
            table.add(["rules that \(action.rawValue)", "\(summaries.count { $0.action == action })"])
        }
        let languages = Set(summaries.flatMap(\.languages)).sorted()
        table.add([
            "languages named", languages.isEmpty ? "none" : "\(languages.count): \(printable(languages.joined(separator: " ")))",
        ])
        print(table.rendered())
    }
}

extension RuleState: ExpressibleByArgument {}
