import ModerationCore
import Yams

/// Reads a rule file strictly: whatever it does not know is an error with a line number.
struct RuleFileParser {
    private var seenIDs: Set<String> = []
    private var textCount = 0

    static func parse(_ yaml: String) throws(RuleFileError) -> RuleFile {
        guard yaml.utf8.count <= RuleFile.maximumByteCount else {
            throw RuleFileError(.tooLarge, "the file has \(yaml.utf8.count) bytes, the limit is \(RuleFile.maximumByteCount)")
        }
        var parser = RuleFileParser()
        let root: Node?
        do { root = try Yams.compose(yaml: yaml) } catch { throw RuleFileError(.malformedYAML, "\(error)") }
        guard let root else { throw RuleFileError(.malformedYAML, "the file is empty") }
        return try parser.file(root)
    }

    private mutating func file(_ node: Node) throws(RuleFileError) -> RuleFile {
        let top = try RuleNode(node, rule: nil, field: nil).keyed(allowed: ["version", "rules", "shared"])
        guard let version = top["version"] else { throw RuleFileError(.missingKey, field: "version", "the key is missing") }
        guard try version.text() == String(RuleFile.supportedVersion) else {
            throw version.error(.unknownValue, "only version \(RuleFile.supportedVersion) is known")
        }
        guard let list = top["rules"] else { throw RuleFileError(.missingKey, field: "rules", "the key is missing") }
        let nodes = try list.list()
        guard nodes.count <= RuleFile.maximumRuleCount else {
            throw list.error(.tooLarge, "\(nodes.count) rules, the limit is \(RuleFile.maximumRuleCount)")
        }
        var rules: [RuleDefinition] = []
        for node in nodes { rules.append(try rule(node)) }
        return RuleFile(rules: rules)
    }

    private static let keys: Set<String> = [
        "id", "class", "action", "weight", "state", "expires", "languages", "fields", "categories", "regions", "views", "terms",
        "patterns", "all", "within", "requires", "unless", "cancels", "demotes", "demotable", "note",
    ]

    private mutating func rule(_ node: RuleNode) throws(RuleFileError) -> RuleDefinition {
        let node = node.asRule()
        let keys = try node.keyed(allowed: Self.keys)
        guard let id = try keys["id"]?.text(), !id.isEmpty, id.utf8.count <= 64 else {
            throw node.error(.missingKey, "every rule needs an id of 1 to 64 bytes")
        }
        guard seenIDs.insert(id).inserted else {
            throw RuleFileError(.duplicateID, line: node.line, rule: id, field: "id", "the id is used twice")
        }
        let contentClass = try node.required("class", in: keys).value("class") { ContentClass(name: $0) }
        let action = try node.required("action", in: keys).value("action") { RuleAction(rawValue: $0) }
        var rule = RuleDefinition(
            id: id,
            line: node.line,
            contentClass: contentClass,
            action: action,
            weight: action == .allow ? 0 : 1
        )
        if let weight = keys["weight"] { rule.weight = try weight.number(in: 0...1) }
        try readScope(of: &rule, keys)
        try readTexts(of: &rule, keys)
        rule.cancels = action == .allow ? Set(ContentClass.allCases.filter(\.isProhibited)) : []
        if let cancels = keys["cancels"] { rule.cancels = try classes(cancels) }
        if let demotes = keys["demotes"] { rule.demotes = try demotion(demotes) }
        if let demotable = keys["demotable"] { rule.isDemotable = try demotable.value("truth value") { Bool($0) } }
        guard !rule.terms.isEmpty || !rule.patterns.isEmpty || !rule.all.isEmpty else {
            throw node.error(.nothingToMatch, "needs terms, patterns or all")
        }
        guard rule.all.isEmpty || (rule.cancels.isEmpty && rule.demotes.classes.isEmpty) else {
            throw node.error(.unknownValue, "a rule with 'all' cannot cancel or demote")
        }
        return rule
    }

    private func readScope(of rule: inout RuleDefinition, _ keys: [String: RuleNode]) throws(RuleFileError) {
        if let state = keys["state"] { rule.state = try state.value("state") { RuleState(rawValue: $0) } }
        if let expires = keys["expires"] { rule.expires = try expires.value("date such as 2027-01-31") { CalendarDay($0) } }
        if let note = keys["note"] { rule.note = try note.text() }
        if let languages = keys["languages"] { rule.languages = try languages.texts() }
        if let fields = keys["fields"] { rule.fields = Set(try fields.values("field") { ListingField(rawValue: $0) }) }
        if let views = keys["views"] { rule.views = Set(try views.values("view") { RuleView(name: $0) }) }
        if let categories = keys["categories"] {
            rule.categories = try categories.values("category") { $0.isEmpty ? nil : $0.lowercased() }
        }
        if let regions = keys["regions"] { rule.regions = try regions.values("region", RuleScope.region) }
        // An empty list would read as no scope at all.
        for (name, isEmpty) in [("categories", rule.categories.isEmpty), ("regions", rule.regions.isEmpty)] where isEmpty {
            if let node = keys[name] { throw node.error(.outOfRange, "needs at least one entry") }
        }
    }

    private mutating func readTexts(of rule: inout RuleDefinition, _ keys: [String: RuleNode]) throws(RuleFileError) {
        if let terms = keys["terms"] { rule.terms = try texts(terms) }
        if let patterns = keys["patterns"] { rule.patterns = try texts(patterns) }
        if let all = keys["all"] {
            for group in try all.list() { rule.all.append(try texts(group)) }
            guard (2...4).contains(rule.all.count), rule.all.allSatisfy({ !$0.isEmpty }) else {
                throw all.error(.outOfRange, "needs 2 to 4 groups, none empty")
            }
        }
        if let within = keys["within"] { rule.within = Int(try within.number(in: 1...2_000)) }
        if let requires = keys["requires"] { rule.requires = try context(requires, within: 80) }
        if let unless = keys["unless"] { rule.unless = try context(unless, within: 0) }
    }

    /// A list of terms, or `{any: [terms], within: letters}`.
    private mutating func context(_ node: RuleNode, within: Int) throws(RuleFileError) -> RuleDefinition.Context {
        guard node.isMapping else { return try context(terms: node, within: within) }
        let keys = try node.keyed(allowed: ["any", "within"])
        let distance = try keys["within"].map { node throws(RuleFileError) in Int(try node.number(in: 0...2_000)) }
        return try context(terms: try node.required("any", in: keys), within: distance ?? within)
    }

    private mutating func context(terms: RuleNode, within: Int) throws(RuleFileError) -> RuleDefinition.Context {
        let context = RuleDefinition.Context(terms: try texts(terms), within: within)
        guard !context.terms.isEmpty else { throw terms.error(.outOfRange, "needs at least one term") }
        return context
    }

    /// A list of classes, or `{classes: […], within: letters, given: {before: [terms], joining: [terms], behind: [terms]}}`.
    private mutating func demotion(_ node: RuleNode) throws(RuleFileError) -> RuleDefinition.Demotion {
        var demotion = RuleDefinition.Demotion()
        guard node.isMapping else {
            demotion.classes = try classes(node)
            return demotion
        }
        let keys = try node.keyed(allowed: ["classes", "within", "given"])
        demotion.classes = try classes(try node.required("classes", in: keys))
        demotion.within = try keys["within"].map { node throws(RuleFileError) in Int(try node.number(in: 0...2_000)) }
        guard let given = keys["given"] else { return demotion }
        let lists = try given.keyed(allowed: Set(GivenPlace.allCases.map(\.rawValue)))
        for place in GivenPlace.allCases {
            if let list = lists[place.rawValue] { demotion.given.lists[place] = try texts(list) }
        }
        return demotion
    }

    private func classes(_ node: RuleNode) throws(RuleFileError) -> Set<ContentClass> {
        Set(try node.values("class") { ContentClass(name: $0) })
    }

    private mutating func texts(_ node: RuleNode) throws(RuleFileError) -> [RuleDefinition.Text] {
        var texts: [RuleDefinition.Text] = []
        for item in try node.list() {
            let text = try item.text()
            guard !text.isEmpty, text.utf8.count <= RuleFile.maximumTextByteCount else {
                throw item.error(.outOfRange, "needs 1 to \(RuleFile.maximumTextByteCount) bytes")
            }
            textCount += 1
            guard textCount <= RuleFile.maximumTextCount else {
                throw item.error(.tooLarge, "more than \(RuleFile.maximumTextCount) terms and patterns in the file")
            }
            texts.append(RuleDefinition.Text(text: text, line: item.line))
        }
        return texts
    }
}
