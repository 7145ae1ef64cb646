/// The patterns of all rules for one view, compiled together.
struct ViewDatabase: Sendable {
    /// What a pattern number of the database stands for.
    struct Pattern: Sendable {
        var rule: Int
        /// Index into the rule's `all`; `nil` for its own terms and patterns.
        var group: Int?
        /// `nil` for regular expressions.
        var bounds: TermBounds?
    }

    var view: RuleView
    var database: PatternDatabase
    var patterns: [Pattern]
}

/// Turns rule definitions into one database a view.
enum RuleCompiler {
    /// How a term reads in a view; `nil` where it must not be looked for.
    typealias TermReading = (_ term: String, _ view: String) -> String?

    private static let defaultPatternViews: Set<RuleView> = [.folded, .skeleton, .compact]

    static func compile(_ file: RuleFile, reading: TermReading) throws(RuleFileError) -> [ViewDatabase] {
        for rule in file.rules { try check(rule) }
        var databases: [ViewDatabase] = []
        for view in RuleView.allCases {
            var collected = Collected()
            for (index, rule) in file.rules.enumerated() { try collect(rule, index, view, reading, into: &collected) }
            if collected.expressions.isEmpty { continue }
            do {
                let database = try PatternDatabase(collected.expressions)
                databases.append(ViewDatabase(view: view, database: database, patterns: collected.patterns))
            } catch {
                throw describe(error, collected, file)
            }
        }
        return databases
    }

    private struct Collected {
        var expressions: [PatternDatabase.Expression] = []
        var patterns: [ViewDatabase.Pattern] = []
        var lines: [Int?] = []
        var seen: Set<String> = []
    }

    private static func check(_ rule: RuleDefinition) throws(RuleFileError) {
        for pattern in rule.patterns {
            let expression = PatternDatabase.Expression(text: pattern.text, flags: PatternDatabase.textFlags)
            if PatternDatabase.matchesEmptyText(expression) == true {
                throw RuleFileError(
                    .matchesEmptyText,
                    line: pattern.line,
                    rule: rule.id,
                    field: "patterns",
                    "'\(pattern.text)' matches the empty text"
                )
            }
        }
    }

    private static func collect(
        _ rule: RuleDefinition,
        _ index: Int,
        _ view: RuleView,
        _ reading: TermReading,
        into collected: inout Collected
    ) throws(RuleFileError) {
        if rule.views?.contains(view) ?? true {
            let groups: [(Int?, [RuleDefinition.Text])] = [(nil, rule.terms)] + rule.all.enumerated().map { ($0, $1) }
            for (group, terms) in groups {
                for term in terms {
                    guard let expression = try expression(of: term, rule, view, reading) else { continue }
                    let key = "\(index) \(group ?? -1) \(expression.bounds) \(expression.expression)"
                    guard collected.seen.insert(key).inserted else { continue }
                    collected.expressions.append(.init(text: expression.expression, flags: PatternDatabase.byteFlags))
                    collected.patterns.append(.init(rule: index, group: group, bounds: expression.bounds))
                    collected.lines.append(term.line)
                }
            }
        }
        if (rule.views ?? defaultPatternViews).contains(view) {
            for pattern in rule.patterns {
                collected.expressions.append(.init(text: pattern.text, flags: PatternDatabase.textFlags))
                collected.patterns.append(.init(rule: index, group: nil, bounds: nil))
                collected.lines.append(pattern.line)
            }
        }
    }

    /// `nil` where the term must not be looked for in the view.
    private static func expression(
        of term: RuleDefinition.Text,
        _ rule: RuleDefinition,
        _ view: RuleView,
        _ reading: TermReading
    ) throws(RuleFileError) -> TermExpression? {
        var text = Substring(term.text)
        let isOpenAtStart = text.first == "*"
        if isOpenAtStart { text.removeFirst() }
        let isOpenAtEnd = text.last == "*"
        if isOpenAtEnd { text.removeLast() }
        guard let read = reading(String(text), view.name) else { return nil }
        guard let expression = TermExpression(term: read, isOpenAtStart: isOpenAtStart, isOpenAtEnd: isOpenAtEnd) else {
            throw RuleFileError(
                .matchesEmptyText,
                line: term.line,
                rule: rule.id,
                field: "terms",
                "'\(term.text)' leaves nothing to look for"
            )
        }
        return expression
    }

    private static func describe(_ failure: PatternDatabase.CompileFailure, _ collected: Collected, _ file: RuleFile)
        -> RuleFileError
    {
        guard let index = failure.index, index < collected.patterns.count else {
            return RuleFileError(.engineFailed, failure.problem)
        }
        let pattern = collected.patterns[index]
        let field = pattern.bounds == nil ? "patterns" : "terms"
        return RuleFileError(
            .invalidPattern,
            line: collected.lines[index],
            rule: file.rules[pattern.rule].id,
            field: field,
            "'\(collected.expressions[index].text)': \(failure.problem)"
        )
    }
}
