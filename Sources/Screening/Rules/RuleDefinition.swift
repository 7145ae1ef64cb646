import ModerationCore

/// One rule as the file states it; what each key means is written at the head of `config/rules.yaml`.
struct RuleDefinition {
    /// A keyword or regular expression with the line it stands on.
    struct Text {
        var text: String
        var line: Int?
    }

    var id: String
    var line: Int?
    var contentClass: ContentClass
    var action: RuleAction
    var weight: Double
    var languages: [String] = []
    var fields: Set<ListingField> = Set(ListingField.allCases)
    /// `nil`: all for terms; `folded`, `skeleton` and `compact` for patterns and for rules that allow.
    var views: Set<RuleView>?
    var terms: [Text] = []
    var patterns: [Text] = []
    /// Groups of terms that must all occur close together.
    var all: [[Text]] = []
    /// UTF-8 bytes of the original from the start of the first term of `all` to the end of the last.
    var within = 80
    var cancels: Set<ContentClass> = []
    var demotes: Set<ContentClass> = []
    var isDemotable = true
}

/// What the file says, before it is compiled.
struct RuleFile {
    static let maximumByteCount = 1 << 20
    static let maximumRuleCount = 2_000
    /// Terms and patterns together.
    static let maximumTextCount = 20_000
    static let maximumTextByteCount = 512
    static let supportedVersion = 1

    var rules: [RuleDefinition]
}
