/// What rules with a scope look at besides the text: where and as what a listing is offered.
public struct RuleScope: Sendable, Equatable {
    /// As the listing has it; compared without regard to case.
    public var category: String
    /// ISO 3166 such as `US` or `DE-BY`; empty when unknown.
    public var region: String

    public init(category: String = "", region: String = "") {
        self.category = category.lowercased()
        self.region = region.uppercased()
    }

    /// Whether a rule scoped to these categories (any of which the listing's must contain) and regions (any of which it must be or lie in)
    /// applies. Empty lists are no scope.
    func isWithin(categories: [String], regions: [String]) -> Bool {
        (categories.isEmpty || categories.contains { category.contains($0) })
            && (regions.isEmpty || regions.contains { region == $0 || region.hasPrefix($0 + "-") })
    }

    /// A region as scopes are compared: upper case; `nil` when it is none.
    static func region(_ text: String) -> String? {
        let isCode = text.utf8.allSatisfy { $0 == 0x2D || $0 < 0x80 && CharacterTable.kind(ofASCII: $0) != .sign }
        return (2...6).contains(text.utf8.count) && isCode ? text.uppercased() : nil
    }
}
