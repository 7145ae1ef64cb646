import ArgumentParser
import CommandOptions
import ModerationCore
import Screening

struct RulesAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a rule at the end of the rule file.",
        discussion: """
            The rule begins in state shadow (recorded, acting on nothing) unless --state says live. The whole file is read and compiled first;
            when anything is wrong with it nothing is written. Comments and everything else stay as they are.

            Example:
              holster rules add --id new-brand --class firearm --action review --term "brandname 9" --unless "brandname 9 lamp"
            """
    )

    @OptionGroup var file: RuleFileOptions
    @Option(help: "The rule's id.") var id: String
    @Option(name: .customLong("class"), help: "The class, such as firearm.") var contentClass: String
    @Option(help: "block, review, tag, signal or allow.") var action: RuleAction
    @Option(help: "live, shadow or draft.") var state = RuleState.shadow
    @Option(help: "0 to 1.") var weight: Double?
    @Option(help: "The last day on which it matches, such as 2027-01-31.") var expires: String?
    @Option(name: .customLong("term"), help: "A keyword; may be given several times, as may the following.") var terms: [String] =
        []
    @Option(name: .customLong("pattern"), help: "A regular expression.") var patterns: [String] = []
    @Option(help: "A term that takes a match away which it overlaps.") var unless: [String] = []
    @Option(help: "A term of which one must stand near by.") var requires: [String] = []
    @Option(name: .customLong("language"), help: "A language, for people.") var languages: [String] = []
    @Option(name: .customLong("field"), help: "title or description.") var fields: [String] = []
    @Option(name: .customLong("category"), help: "What a listing's category must contain.") var categories: [String] = []
    @Option(name: .customLong("region"), help: "Where a listing must be offered.") var regions: [String] = []
    @Option(help: "A note for people.") var note: String?

    func run() async throws {
        guard let contentClass = ContentClass(name: contentClass) else {
            let names = ContentClass.allCases.map(\.name).joined(separator: ", ")
            throw CommandFailure("--class: '\(contentClass)' is none of \(names)")
        }
        var rule = NewRule(id: id, contentClass: contentClass, action: action, state: state)
        (rule.weight, rule.expires, rule.note) = (weight, expires, note)
        (rule.languages, rule.fields, rule.categories, rule.regions) = (languages, fields, categories, regions)
        (rule.terms, rule.patterns, rule.requires, rule.unless) = (terms, patterns, requires, unless)
        let opened = try file.open()
        let edit = RuleFileEdit(text: opened.text, rules: opened.rules)
        let text = try refusing { () throws(RuleFileEdit.Refusal) in try edit.adding(rule) }
        try file.replace(opened, with: text, edit) { before, after in
            Array(after.dropLast()) == before && after.last?.id == id && after.last?.state == state
        }
        print("\(opened.path): added rule '\(id)', \(state.rawValue)")
    }
}

struct RulesSetStateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-state",
        abstract: "Make a rule live, shadow (recorded, acting on nothing) or draft (not matched).",
        discussion: "Example:\n  holster rules set-state new-brand live"
    )

    @OptionGroup var file: RuleFileOptions
    @Argument(help: ArgumentHelp("The rule.", valueName: "id")) var id: String
    @Argument(help: "live, shadow or draft.") var state: RuleState

    func run() async throws { try file.set(state, ofRule: id) }
}

struct RulesRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take a rule out of use: it becomes a draft, and stays in the file.",
        discussion: """
            What it was stays readable in the file and in its history; whoever wants it gone deletes its lines.

            Example:
              holster rules remove new-brand
            """
    )

    @OptionGroup var file: RuleFileOptions
    @Argument(help: ArgumentHelp("The rule.", valueName: "id")) var id: String

    func run() async throws { try file.set(.draft, ofRule: id) }
}

extension RuleFileOptions {
    fileprivate func set(_ state: RuleState, ofRule id: String) throws {
        let opened = try open()
        let edit = RuleFileEdit(text: opened.text, rules: opened.rules)
        let text = try refusing { () throws(RuleFileEdit.Refusal) in try edit.setting(state: state, ofRule: id) }
        try replace(opened, with: text, edit) { before, after in
            let expected = before.map { rule in
                var rule = rule
                if rule.id == id { rule.state = state }
                return rule
            }
            return after == expected
        }
        print("\(opened.path): rule '\(id)' is \(state.rawValue)")
    }
}

private func refusing<R>(_ edit: () throws(RuleFileEdit.Refusal) -> R) throws -> R {
    do { return try edit() } catch { throw CommandFailure("nothing was written: \(error)") }
}

extension RuleAction: ExpressibleByArgument {}
