/// Why a rule file cannot be used, with the place to look at.
public struct RuleFileError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Kind: String, Sendable, CaseIterable {
        case tooLarge, malformedYAML, wrongType, unknownKey, missingKey, unknownValue, outOfRange, duplicateID, nothingToMatch
        case invalidPattern, matchesEmptyText
        /// Would match most listings, whatever they offer.
        case matchesEverything
        /// The regex engine gave up for want of memory or on an unsupported processor.
        case engineFailed
    }

    public var kind: Kind
    /// Counted from 1; `nil` when the problem is the whole file's.
    public var line: Int?
    public var rule: String?
    public var field: String?
    /// One line for a person.
    public var problem: String

    public init(_ kind: Kind, line: Int? = nil, rule: String? = nil, field: String? = nil, _ problem: String) {
        self.kind = kind
        self.line = line
        self.rule = rule
        self.field = field
        self.problem = problem
    }

    public var description: String {
        var place: [String] = []
        if let line { place.append("line \(line)") }
        if let rule { place.append("rule '\(rule)'") }
        if let field { place.append("field '\(field)'") }
        return place.isEmpty ? problem : place.joined(separator: ", ") + ": " + problem
    }
}
