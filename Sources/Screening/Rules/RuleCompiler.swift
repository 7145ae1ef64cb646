/// Turns rule definitions into databases. Takes about a second for 20,000 keywords, and milliseconds for each pattern.
struct RuleCompiler {
    private let file: RuleFile
    private let reading: (_ term: String, _ view: String) -> String?
    private var compiled = CompiledRules()
    private var anchored: [(literal: TermLiteral, target: CompiledRules.Target)] = []
    private var given: [(literal: TermLiteral, target: CompiledRules.Target)] = []
    private var givenIndex: [[GivenPlace: [String]]: Int] = [:]
    private var literals: [[UInt8]] = []
    private var literalIndex: [[UInt8]: Int] = [:]
    private var expressionIndex: [String: Int] = [:]

    /// `reading` says how a term reads in a view; `nil` where it must not be looked for. What did not change since `previous` is not compiled
    /// again.
    static func compile(
        _ file: RuleFile,
        reusing previous: CompiledRules?,
        reading: @escaping (_ term: String, _ view: String) -> String?
    ) throws(RuleFileError) -> CompiledRules {
        var compiler = RuleCompiler(file: file, reading: reading)
        for (index, rule) in file.rules.enumerated() {
            try compiler.add(patternsOf: rule, index)
            let views = rule.views ?? RuleView.views(action: rule.action, contentClass: rule.contentClass)
            try compiler.add(rule.terms, .own, index, views)
            for (group, terms) in rule.all.enumerated() { try compiler.add(terms, .group(group), index, views) }
            try compiler.add(rule.requires?.terms ?? [], .requires, index, views)
            try compiler.add(rule.unless?.terms ?? [], .unless, index, RuleView.plain)
            try compiler.add(given: rule.demotes.given, index)
        }
        return try compiler.finish(reusing: previous)
    }

    private init(file: RuleFile, reading: @escaping (_ term: String, _ view: String) -> String?) {
        self.file = file
        self.reading = reading
    }

    /// Words that rules share are looked for once, for the first of them.
    private mutating func add(given: RuleDefinition.Given, _ index: Int) throws(RuleFileError) {
        guard !given.isEmpty else { return }
        let owner = givenIndex[given.texts] ?? index
        givenIndex[given.texts] = owner
        compiled.givenOwners[index] = owner
        guard owner == index else { return }
        let views = RuleView.views(action: .signal, contentClass: .other)
        for (place, terms) in given.lists {
            // Of one letter only as it is written: Cyrillic "с" joins, and reads like the "c" of a model.
            try add(terms.filter { $0.text.count > 1 }, .given(place), index, views)
            try add(terms.filter { $0.text.count == 1 }, .given(place), index, [.folded])
        }
    }

    private mutating func add(patternsOf rule: RuleDefinition, _ index: Int) throws(RuleFileError) {
        for (source, pattern) in rule.patterns.enumerated() {
            guard !pattern.text.utf8.contains(0) else {
                throw error(
                    .invalidPattern,
                    rule: index,
                    line: pattern.line,
                    field: "patterns",
                    "'\(pattern.text)' holds a zero byte"
                )
            }
            if PatternDatabase.matchesEmptyText(pattern.text) == true {
                throw error(
                    .matchesEmptyText,
                    rule: index,
                    line: pattern.line,
                    field: "patterns",
                    "'\(pattern.text)' matches the empty text"
                )
            }
            let views = RuleViewMask(rule.views ?? RuleView.plain)
            let target = CompiledRules.Target(
                rule: index,
                part: .own,
                source: rule.terms.count + source,
                views: views,
                line: pattern.line
            )
            add(pattern.text, .init(bounds: nil, target: target))
        }
    }

    private mutating func add(
        _ terms: [RuleDefinition.Text],
        _ part: RulePart,
        _ rule: Int,
        _ views: Set<RuleView>
    ) throws(RuleFileError) {
        for (source, term) in terms.enumerated() {
            var text = Substring(term.text)
            let isOpenAtStart = text.first == "*"
            if isOpenAtStart { text.removeFirst() }
            let isOpenAtEnd = text.last == "*"
            if isOpenAtEnd { text.removeLast() }
            var known: [String: (literal: TermLiteral, views: RuleViewMask)] = [:]
            var codes: [TermLiteral] = []
            for view in RuleView.allCases where views.contains(view) {
                guard let read = reading(String(text), view.name), view.takes(read) else { continue }
                if view == .dense, let plain = plainWithDigits(String(text)) {
                    codes = Self.codes(plain: plain, dense: read)
                    continue
                }
                if known[read]?.views.insert(view) != nil { continue }
                guard let literal = TermLiteral(term: read, isOpenAtStart: isOpenAtStart, isOpenAtEnd: isOpenAtEnd) else {
                    throw error(
                        .matchesEmptyText,
                        rule: rule,
                        line: term.line,
                        field: part.key,
                        "'\(term.text)' leaves nothing to look for"
                    )
                }
                known[read] = (literal, RuleViewMask([view]))
            }
            let isInnocent = file.rules[rule].isInnocent(part) && !SentenceSigns.stand(in: Array(term.text.utf8))
            for (literal, views) in known.values.map({ $0 }) + codes.map({ ($0, RuleViewMask([.dense])) }) {
                let target = CompiledRules.Target(
                    rule: rule,
                    part: part,
                    source: source,
                    views: views,
                    line: term.line,
                    staysInSentence: isInnocent
                )
                if literal.bytes.isEmpty {
                    add(literal.expression, .init(bounds: literal.bounds, target: target))
                } else {
                    add(literal, target)
                }
            }
        }
    }

    /// A term with its digits as they are; `nil` when it has none, so that it reads in all views as other terms do.
    private func plainWithDigits(_ term: String) -> String? {
        guard let plain = reading(term, RuleView.skeleton.name),
            plain.unicodeScalars.contains(where: { WordClass.of($0) == .digit })
        else { return nil }
        return plain
    }

    /// A term of letters and digits where all are letters, and the same turned round. Stars do not count here.
    private static func codes(plain: String, dense: String) -> [TermLiteral] {
        [false, true].compactMap { isReversed in
            CodeWord(plain: plain, dense: dense, isReversed: isReversed).flatMap {
                let text = isReversed ? String(dense.reversed()) : dense
                return TermLiteral(term: text, isOpenAtStart: false, isOpenAtEnd: false, code: $0)
            }
        }
    }

    private mutating func add(_ literal: TermLiteral, _ target: CompiledRules.Target) {
        if case .given = target.part {
            given.append((literal, target))
            return
        }
        if literal.beginsWithWord {
            anchored.append((literal, target))
            return
        }
        compiled.keywordViews.formUnion(target.views)
        let keyword = KeywordTable.Keyword(literal, target)
        if let index = literalIndex[literal.bytes] {
            compiled.keywords[index].append(keyword)
        } else {
            literalIndex[literal.bytes] = literals.count
            literals.append(literal.bytes)
            compiled.keywords.append([keyword])
        }
    }

    private mutating func add(_ expression: String, _ pattern: CompiledRules.Pattern) {
        compiled.patternViews.formUnion(pattern.target.views)
        if let index = expressionIndex[expression] {
            compiled.patterns[index].append(pattern)
        } else {
            expressionIndex[expression] = compiled.expressions.count
            compiled.expressions.append(expression)
            compiled.patterns.append([pattern])
        }
    }

    private consuming func finish(reusing previous: CompiledRules?) throws(RuleFileError) -> CompiledRules {
        var known: [String: PatternDatabase] = [:]
        if let previous {
            for (expression, span) in zip(previous.expressions, previous.spans) { known[expression] = span }
        }
        for (index, expression) in compiled.expressions.enumerated() {
            do throws(PatternDatabase.CompileFailure) {
                if let span = known[expression] {
                    compiled.spans.append(span)
                } else {
                    compiled.spans.append(try PatternDatabase([Array(expression.utf8)], for: .spans))
                }
            } catch {
                throw describe(error, expression: index)
            }
        }
        do throws(PatternDatabase.CompileFailure) {
            compiled.table = KeywordTable(anchored)
            compiled.givenTable = KeywordTable(given)
            if !literals.isEmpty { compiled.literals = try PatternDatabase(literals, for: .literals) }
        } catch {
            throw describe(error, expression: nil)
        }
        do throws(PatternDatabase.CompileFailure) {
            if !compiled.expressions.isEmpty {
                compiled.presence =
                    previous?.expressions == compiled.expressions
                    ? previous?.presence : try PatternDatabase(compiled.expressions.map { Array($0.utf8) }, for: .presence)
            }
        } catch {
            throw describe(error, expression: error.index)
        }
        let databases = compiled.databases
        guard !databases.isEmpty else { return compiled }
        guard let pool = ScratchPool(for: databases) else {
            throw RuleFileError(.engineFailed, "no memory for scratch space")
        }
        compiled.pool = pool
        return compiled
    }

    private func describe(_ failure: PatternDatabase.CompileFailure, expression: Int?) -> RuleFileError {
        guard failure.index != nil, let expression, let target = compiled.patterns[expression].first?.target else {
            return RuleFileError(.engineFailed, failure.problem)
        }
        return error(
            .invalidPattern,
            rule: target.rule,
            line: target.line,
            field: target.source < file.rules[target.rule].terms.count ? target.part.key : "patterns",
            "'\(compiled.expressions[expression])': \(failure.problem)"
        )
    }

    private func error(
        _ kind: RuleFileError.Kind,
        rule: Int,
        line: Int?,
        field: String,
        _ problem: String
    ) -> RuleFileError {
        return RuleFileError(kind, line: line, rule: file.rules[rule].id, field: field, problem)
    }
}
