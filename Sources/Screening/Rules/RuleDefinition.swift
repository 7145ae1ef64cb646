import ModerationCore

/// Whether a rule acts.
public enum RuleState: String, Sendable, Codable, CaseIterable {
    case live
    /// On trial: its matches are recorded, and neither act nor cancel nor demote.
    case shadow
    /// Read and compiled, so that it is known to be sound, and not matched.
    case draft
}

/// One rule as the file states it; what each key means is written at the head of `config/rules.yaml`.
struct RuleDefinition {
    /// A keyword or regular expression with the line it stands on.
    struct Text {
        var text: String
        var line: Int?
    }

    /// Keywords that must or must not stand around a match.
    struct Context {
        var terms: [Text]
        /// Letters and digits of the text between the match and the keyword; 0: they must overlap.
        var within: Int
    }

    /// Words that say that what a rule names comes along with something else: "Glock 19, free holster".
    struct Given {
        var lists: [GivenPlace: [Text]] = [:]

        var isEmpty: Bool { lists.values.allSatisfy(\.isEmpty) }

        /// What it says, wherever it stands in the file.
        var texts: [GivenPlace: [String]] { lists.mapValues { $0.map(\.text) } }
    }

    /// What a rule's matches demote.
    struct Demotion {
        var classes: Set<ContentClass> = []
        /// Letters and digits between a match of this rule and one that it demotes, in one clause; `nil`: anywhere in the field.
        var within: Int?
        var given = Given()
    }

    var id: String
    var line: Int?
    var contentClass: ContentClass
    var action: RuleAction
    var weight: Double
    var state = RuleState.live
    /// The last day, in UTC, on which the rule matches.
    var expires: CalendarDay?
    var languages: [String] = []
    var fields: Set<ListingField> = Set(ListingField.allCases)
    /// Lower case; empty: any.
    var categories: [String] = []
    /// Upper case; empty: any.
    var regions: [String] = []
    /// `nil`: all for terms; `folded`, `skeleton` and `compact` for patterns and for rules that allow.
    var views: Set<RuleView>?
    var terms: [Text] = []
    var patterns: [Text] = []
    /// Groups of terms that must all occur close together.
    var all: [[Text]] = []
    /// Letters and digits of the text from the start of the first term of `all` to the end of the last.
    var within = 80
    /// A match stands only near one of these.
    var requires: Context?
    /// A match does not stand near, or overlapping, one of these.
    var unless: Context?
    var cancels: Set<ContentClass> = []
    var demotes = Demotion()
    var isDemotable = true
    var note = ""

    var isUnconditional: Bool {
        state != .draft && expires == nil && fields.count == ListingField.allCases.count && categories.isEmpty && regions.isEmpty
    }

    /// Whether a part of the rule makes others of its kind harmless, so that it must not be read out of two sentences.
    func isInnocent(_ part: RulePart) -> Bool {
        switch part {
        case .unless: true
        case .requires, .given: false
        case .own, .group: action == .allow || !demotes.classes.isEmpty
        }
    }

    /// Why the rule does not look at this field of a listing of this scope now; `nil` when it does.
    func inactivity(field: ListingField, scope: RuleScope, now: UnixTime?) -> RuleInactivity? {
        if state == .draft { return .draft }
        if let expires, let now, expires.isOver(at: now) { return .expired }
        if !fields.contains(field) { return .otherField }
        return scope.isWithin(categories: categories, regions: regions) ? nil : .otherScope
    }

    var textCount: Int { terms.count + patterns.count + all.reduce(0) { $0 + $1.count } }
}

/// What the file says, before it is compiled.
struct RuleFile {
    static let maximumByteCount = 8 << 20
    static let maximumRuleCount = 20_000
    /// Terms and patterns together.
    static let maximumTextCount = 20_000
    static let maximumTextByteCount = 512
    static let supportedVersion = 1

    var rules: [RuleDefinition]
}
