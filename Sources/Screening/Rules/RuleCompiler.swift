/// The expressions of all rules and views, compiled together: most terms read the same in several views.
struct CompiledRules: Sendable {
    /// What an expression stands for.
    struct Target: Sendable {
        var rule: Int
        /// Index into the rule's `all`; `nil` for its own terms and patterns.
        var group: Int?
        /// `nil` for regular expressions.
        var bounds: TermBounds?
        /// In which views it counts.
        var views: Set<RuleView>
        var line: Int?
    }

    /// `nil` when the file has no rules.
    var database: PatternDatabase?
    /// By expression.
    var targets: [[Target]] = []
}

/// Turns rule definitions into one database.
struct RuleCompiler {
    private var expressions: [PatternDatabase.Expression] = []
    private var targets: [[CompiledRules.Target]] = []
    private var known: [PatternDatabase.Expression: Int] = [:]

    /// `reading` says how a term reads in a view; `nil` where it must not be looked for.
    static func compile(
        _ file: RuleFile,
        reading: (_ term: String, _ view: String) -> String?
    ) throws(RuleFileError) -> CompiledRules {
        var compiler = RuleCompiler()
        for (index, rule) in file.rules.enumerated() {
            try compiler.add(patternsOf: rule, index)
            try compiler.add(rule.terms, group: nil, rule, index, reading)
            for (group, terms) in rule.all.enumerated() { try compiler.add(terms, group: group, rule, index, reading) }
        }
        if compiler.expressions.isEmpty { return CompiledRules() }
        do {
            return CompiledRules(database: try PatternDatabase(compiler.expressions), targets: compiler.targets)
        } catch {
            throw compiler.describe(error, file)
        }
    }

    private mutating func add(patternsOf rule: RuleDefinition, _ index: Int) throws(RuleFileError) {
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
            add(
                expression,
                .init(rule: index, group: nil, bounds: nil, views: rule.views ?? RuleView.plain, line: pattern.line)
            )
        }
    }

    private mutating func add(
        _ terms: [RuleDefinition.Text],
        group: Int?,
        _ rule: RuleDefinition,
        _ index: Int,
        _ reading: (_ term: String, _ view: String) -> String?
    ) throws(RuleFileError) {
        for term in terms {
            var text = Substring(term.text)
            let isOpenAtStart = text.first == "*"
            if isOpenAtStart { text.removeFirst() }
            let isOpenAtEnd = text.last == "*"
            if isOpenAtEnd { text.removeLast() }
            let views = rule.views ?? RuleView.views(action: rule.action, contentClass: rule.contentClass)
            for view in RuleView.allCases where views.contains(view) {
                guard let read = reading(String(text), view.name), view.takes(read) else { continue }
                guard let expression = TermExpression(term: read, isOpenAtStart: isOpenAtStart, isOpenAtEnd: isOpenAtEnd) else {
                    throw RuleFileError(
                        .matchesEmptyText,
                        line: term.line,
                        rule: rule.id,
                        field: group == nil ? "terms" : "all",
                        "'\(term.text)' leaves nothing to look for"
                    )
                }
                add(
                    .init(text: expression.expression, flags: PatternDatabase.byteFlags),
                    .init(rule: index, group: group, bounds: expression.bounds, views: [view], line: term.line)
                )
            }
        }
    }

    private mutating func add(_ expression: PatternDatabase.Expression, _ target: CompiledRules.Target) {
        guard let index = known[expression] else {
            known[expression] = expressions.count
            expressions.append(expression)
            targets.append([target])
            return
        }
        let same = targets[index].firstIndex { $0.rule == target.rule && $0.group == target.group && $0.bounds == target.bounds }
        if let same { targets[index][same].views.formUnion(target.views) } else { targets[index].append(target) }
    }

    private func describe(_ failure: PatternDatabase.CompileFailure, _ file: RuleFile) -> RuleFileError {
        guard let index = failure.index, index < targets.count, let target = targets[index].first else {
            return RuleFileError(.engineFailed, failure.problem)
        }
        return RuleFileError(
            .invalidPattern,
            line: target.line,
            rule: file.rules[target.rule].id,
            field: target.bounds == nil ? "patterns" : "terms",
            "'\(expressions[index].text)': \(failure.problem)"
        )
    }
}
