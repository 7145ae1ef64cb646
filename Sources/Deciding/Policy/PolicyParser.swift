import ModerationCore
import Yams

extension Policy {
    /// Parses a policy file. Unknown keys, missing thresholds and values out of range are refused by name; `digest` is the file's.
    public static func parse(yaml: String, digest: String) throws(PolicyError) -> Policy {
        let root: Node?
        do {
            root = try Yams.compose(yaml: yaml)
        } catch {
            throw PolicyError(key: "", problem: "is not valid YAML: \(error)")
        }
        guard let root else { throw PolicyError(key: "", problem: "is empty") }
        var file = try YAMLMapping(root, path: "")
        guard let name = try file.string("name") else { throw PolicyError(key: "name", problem: "is missing") }
        guard var thresholdMapping = try file.mapping("thresholds") else {
            throw PolicyError(key: "thresholds", problem: "is missing")
        }
        let thresholds = try thresholdTable(&thresholdMapping)
        try requireEveryClass(thresholds)
        var policy = Policy(name: name, digest: digest, thresholds: thresholds)
        policy.categories = try categoryOverrides(file.take("categories"), base: thresholds)
        if var mapping = try file.mapping("hashes") { policy.hashes = try hashActions(&mapping) }
        if var mapping = try file.mapping("keywords") { policy.keywords = try keywordActions(&mapping) }
        if var mapping = try file.mapping("rungs") { policy.rungs = try rungRules(&mapping) }
        if var mapping = try file.mapping("fail_open") { policy.failOpen = try failOpenRules(&mapping) }
        if let seconds = try file.integer("bank_stale_after_seconds", in: 1...86_400) {
            policy.bankStaleAfterMilliseconds = Int64(seconds) * 1_000
        }
        try file.finish()
        return policy
    }

    private static func thresholdTable(_ mapping: inout YAMLMapping) throws(PolicyError) -> ThresholdTable {
        var table = ThresholdTable()
        for name in mapping.remainingKeys {
            guard var entry = try mapping.mapping(name) else { continue }
            if name == "violation" {
                table.violation = try prohibitedThreshold(&entry)
            } else if let contentClass = ContentClass(name: name), contentClass.isProhibited {
                table.classes[contentClass] = try prohibitedThreshold(&entry)
            } else if let contentClass = ContentClass(name: name), contentClass.isTagged {
                table.classes[contentClass] = ClassThreshold(tag: try entry.number("tag", in: 0...1))
                try entry.finish()
            } else {
                throw PolicyError(key: entry.path, problem: "is no prohibited or tagged class, nor 'violation'")
            }
        }
        return table
    }

    private static func prohibitedThreshold(_ entry: inout YAMLMapping) throws(PolicyError) -> ClassThreshold {
        let threshold = ClassThreshold(review: try entry.number("review", in: 0...1), block: try entry.number("block", in: 0...1))
        try entry.finish()
        try requireOrder(threshold, key: entry.path)
        return threshold
    }

    private static func requireOrder(_ threshold: ClassThreshold, key: String) throws(PolicyError) {
        if let review = threshold.review, let block = threshold.block, review > block {
            throw PolicyError(key: "\(key).review", problem: "is \(review), above block, \(block)")
        }
    }

    private static func requireEveryClass(_ table: ThresholdTable) throws(PolicyError) {
        for contentClass in ContentClass.allCases where contentClass.isProhibited {
            let threshold = table.classes[contentClass]
            if threshold?.review == nil {
                throw PolicyError(key: "thresholds.\(contentClass.name).review", problem: "is missing")
            }
            if threshold?.block == nil { throw PolicyError(key: "thresholds.\(contentClass.name).block", problem: "is missing") }
        }
        for contentClass in ContentClass.allCases where contentClass.isTagged && table.classes[contentClass]?.tag == nil {
            throw PolicyError(key: "thresholds.\(contentClass.name).tag", problem: "is missing")
        }
    }

    private static func categoryOverrides(_ node: Node?, base: ThresholdTable) throws(PolicyError) -> [CategoryOverride] {
        guard let node else { return [] }
        guard case .sequence(let sequence) = node else { throw PolicyError(key: "categories", problem: "must be a list") }
        var overrides: [CategoryOverride] = []
        for (index, item) in sequence.enumerated() {
            var entry = try YAMLMapping(item, path: "categories[\(index)]")
            guard let match = try entry.string("match") else {
                throw PolicyError(key: entry.key("match"), problem: "is missing")
            }
            guard var mapping = try entry.mapping("thresholds") else {
                throw PolicyError(key: entry.key("thresholds"), problem: "is missing")
            }
            let table = try thresholdTable(&mapping)
            try entry.finish()
            let merged = table.over(base)
            for (contentClass, threshold) in merged.classes {
                try requireOrder(threshold, key: "\(mapping.path).\(contentClass.name)")
            }
            try requireOrder(merged.violation, key: "\(mapping.path).violation")
            overrides.append(CategoryOverride(match: match, thresholds: table))
        }
        return overrides
    }

    private static let decisions: [(String, Decision)] = [Decision.allow, .review, .block].map { ($0.rawValue, $0) }
    private static let priorities: [(String, CasePriority?)] = [("none", nil), ("normal", .normal), ("high", .high)]

    private static func hashActions(_ mapping: inout YAMLMapping) throws(PolicyError) -> HashActions {
        var actions = HashActions()
        if let decision = try mapping.choice("block", of: Self.decisions) { actions.block = decision }
        if let decision = try mapping.choice("review", of: Self.decisions) { actions.review = decision }
        try mapping.finish()
        return actions
    }

    private static func keywordActions(_ mapping: inout YAMLMapping) throws(PolicyError) -> KeywordActions {
        var actions = KeywordActions()
        if let decision = try mapping.choice("block", of: Self.decisions) { actions.block = decision }
        if let decision = try mapping.choice("review", of: Self.decisions) { actions.review = decision }
        if let weight = try mapping.number("review_weight", in: 0.01...1_000) { actions.reviewWeight = weight }
        try mapping.finish()
        return actions
    }

    private static func rungRules(_ mapping: inout YAMLMapping) throws(PolicyError) -> [ScoringRung: RungRule] {
        var rules: [ScoringRung: RungRule] = [:]
        for rung in ScoringRung.allCases {
            guard var entry = try mapping.mapping(rung.rawValue) else { continue }
            var rule = RungRule()
            if let confidence = try entry.number("confidence", in: 0...1) { rule.confidence = confidence }
            if let priority = try entry.choice("unscored_photos_case", of: priorities) { rule.unscoredPhotosCase = priority }
            try entry.finish()
            rules[rung] = rule
        }
        try mapping.finish()
        return rules
    }

    private static func failOpenRules(_ mapping: inout YAMLMapping) throws(PolicyError) -> [ScoringFailure: FailOpenRule] {
        var rules: [ScoringFailure: FailOpenRule] = [:]
        for failure in ScoringFailure.allCases {
            guard var entry = try mapping.mapping(failure.rawValue) else { continue }
            var rule = FailOpenRule()
            let soft = Self.decisions.filter { $0.1 != .block }
            if let decision = try entry.choice("decision", of: soft) { rule.decision = decision }
            let choices: [(String, CasePriority)] = [("normal", .normal), ("high", .high)]
            if let priority = try entry.choice("case", of: choices) { rule.casePriority = priority }
            try entry.finish()
            rules[failure] = rule
        }
        try mapping.finish()
        return rules
    }
}
