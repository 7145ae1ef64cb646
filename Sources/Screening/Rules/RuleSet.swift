public import ModerationCore

/// A compiled rule file: finds what its rules name in the normalised fields of a listing.
///
/// Immutable; safe on any thread. A scan takes its caller's thread and never blocks but for a lock around a small list.
public struct RuleSet: Sendable {
    /// At most this many matches are returned, the most severe first, so that no flood of harmless ones hides a grave one.
    public static let maximumMatchCount = 64
    /// Of one rule in one field.
    public static let maximumMatchCountPerRule = 8
    /// A longer ``RuleMatch/text`` is cut after this many bytes, at a character boundary; the span stays exact.
    public static let maximumTextByteCount = 512
    /// The rule that reports a field whose scan did not finish: too many hits, or no memory. It asks for review, since nothing was cleared.
    public static let incompleteRuleID = "screening-incomplete"

    /// File name and digest, for the version vector.
    public var version: String { contents.version }
    public var ruleCount: Int { rules.count }

    /// Shared by all copies, so that a copy costs one count of a reference.
    private final class Contents: Sendable {
        let version: String
        let rules: [RuleDefinition]
        let compiled: CompiledRules
        /// By rule: whether it looks at every field of every listing at any time. Asked for each place that a keyword is found at.
        let isUnconditional: [Bool]

        init(version: String, rules: [RuleDefinition], compiled: CompiledRules) {
            self.version = version
            self.rules = rules
            self.compiled = compiled
            isUnconditional = rules.map(\.isUnconditional)
        }
    }

    private let contents: Contents
    var rules: [RuleDefinition] { contents.rules }
    var compiled: CompiledRules { contents.compiled }

    /// Parses and compiles a rule file (its format is described at the head of `config/rules.yaml`). Takes a second or more for a large
    /// one: not for Swift's cooperative threads.
    ///
    /// `reading` says how a term reads in a view of the normaliser, `nil` where it must not be looked for: terms go through the same changes as
    /// texts, so that they meet. What did not change since `previous` is not compiled again.
    public init(
        yaml: String,
        name: String,
        digest: String,
        reusing previous: RuleSet? = nil,
        reading: @escaping (_ term: String, _ view: String) -> String?
    ) throws(RuleFileError) {
        let file = try RuleFileParser.parse(yaml)
        let compiled = try RuleCompiler.compile(file, reusing: previous?.compiled, reading: reading)
        contents = Contents(version: "\(name)@\(digest)", rules: file.rules, compiled: compiled)
        try BreadthCheck.check(self)
    }

    /// Every rule that matches a listing of this scope, most severe first, then by field and place; each place of a rule once, in the plainest
    /// view that shows it. Rules in state shadow come last, marked; drafts, expired rules and those of other scopes do not match.
    ///
    /// Without `now` no rule is expired. Time is linear in the text for a given rule file, save for sorting the hits.
    public func matches(
        in texts: [NormalisedText],
        scope: RuleScope = RuleScope(),
        now: UnixTime? = nil
    ) -> [RuleMatch] {
        let (rules, compiled) = (contents.rules, contents.compiled)
        let resolution = ContextResolution(rules: rules)
        var fields: [(text: NormalisedText, standing: [RuleHit], demotions: Demotions?, isComplete: Bool)] = []
        for text in texts {
            let finder = HitFinder(text)
            let found = finder.scan(with: compiled) {
                contents.isUnconditional[$0] || rules[$0].inactivity(field: text.field, scope: scope, now: now) == nil
            }
            guard !found.hits.isEmpty else {
                fields.append((text, [], nil, found.isComplete))
                continue
            }
            let gauge = TextGauge(finder, compiled)
            let standing = resolution.outcome(of: RuleHit.distinct(found.hits), gauge).standing
            fields.append((text, standing, Demotions(standing, rules: rules, gauge: gauge), found.isComplete))
        }
        let carried = fields.filter { $0.text.field == .title }.flatMap { $0.demotions?.carried ?? [] }
        var matches: [RuleMatch] = []
        for (text, standing, demotions, isComplete) in fields {
            if let demotions {
                let carried = text.field == .title ? [] : carried
                let items = standing.map {
                    resolution.standing($0, isDemoted: resolution.demoter(of: $0, demotions, carried: carried) != nil)
                }
                matches += self.matches(of: items, in: text)
            }
            if !isComplete { matches.append(incompleteMatch(in: text)) }
        }
        matches.sort { Self.order($0) < Self.order($1) }
        return Array(matches.prefix(Self.maximumMatchCount))
    }

    private func matches(of standing: [ContextResolution.Standing], in text: NormalisedText) -> [RuleMatch] {
        let rules = contents.rules
        var counts: [Int: Int] = [:]
        let bytes = Array(text.original.utf8)
        var matches: [RuleMatch] = []
        for item in standing.sorted(by: { $0.hit.range.lowerBound < $1.hit.range.lowerBound }) {
            let range = item.hit.range
            guard counts[item.hit.rule, default: 0] < Self.maximumMatchCountPerRule, range.upperBound <= bytes.count else {
                continue
            }
            counts[item.hit.rule, default: 0] += 1
            matches.append(
                RuleMatch(
                    ruleID: rules[item.hit.rule].id,
                    contentClass: rules[item.hit.rule].contentClass,
                    action: item.action,
                    weight: item.weight,
                    field: text.field,
                    start: range.lowerBound,
                    end: range.upperBound,
                    text: Self.quoted(bytes[range]),
                    view: item.hit.view.name,
                    isShadow: rules[item.hit.rule].state == .shadow
                )
            )
        }
        return matches
    }

    private func incompleteMatch(in text: NormalisedText) -> RuleMatch {
        RuleMatch(
            ruleID: Self.incompleteRuleID,
            contentClass: .other,
            action: .review,
            weight: 1,
            field: text.field,
            start: 0,
            end: text.original.utf8.count,
            text: "",
            view: RuleView.folded.name
        )
    }

    static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.count > maximumTextByteCount else { return String(decoding: bytes, as: UTF8.self) }
        var end = bytes.startIndex + maximumTextByteCount
        while end > bytes.startIndex, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }

    private static func order(_ match: RuleMatch) -> (Int, Int, Int, Int, String) {
        let severity =
            switch match.action {
            case .block: 0
            case .review: 1
            case .tag: 2
            case .signal: 3
            case .allow: 4
            }
        return (severity + (match.isShadow ? 5 : 0), match.field == .title ? 0 : 1, match.start, match.end, match.ruleID)
    }
}
