import ModerationCore
import Screening

/// A rule that is to be written into a rule file.
package struct NewRule: Sendable {
    package var id: String
    package var contentClass: ContentClass
    package var action: RuleAction
    package var state: RuleState
    package var weight: Double?
    package var expires: String?
    package var note: String?
    package var languages: [String] = []
    package var fields: [String] = []
    package var categories: [String] = []
    package var regions: [String] = []
    package var terms: [String] = []
    package var patterns: [String] = []
    package var requires: [String] = []
    package var unless: [String] = []

    package init(id: String, contentClass: ContentClass, action: RuleAction, state: RuleState) {
        self.id = id
        self.contentClass = contentClass
        self.action = action
        self.state = state
    }

    /// An entry of a YAML list whose dash stands at column `indentation`. Every text is quoted, so that none is read as something else.
    func yaml(indentation: Int) -> String {
        var lines = [
            "id: \(Self.quoted(id))", "class: \(contentClass.name)", "action: \(action.rawValue)", "state: \(state.rawValue)",
        ]
        if let weight { lines.append("weight: \(weight)") }
        if let expires { lines.append("expires: \(Self.quoted(expires))") }
        if let note { lines.append("note: \(Self.quoted(note))") }
        let lists = [
            ("languages", languages), ("fields", fields), ("categories", categories), ("regions", regions), ("terms", terms),
            ("patterns", patterns), ("requires", requires), ("unless", unless),
        ]
        for (key, texts) in lists where !texts.isEmpty {
            lines.append("\(key): [\(texts.map(Self.quoted).joined(separator: ", "))]")
        }
        let space = String(repeating: " ", count: indentation)
        return lines.enumerated().map { "\(space)\($0 == 0 ? "- " : "  ")\($1)\n" }.joined()
    }

    /// In YAML's double quotes.
    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"", "\\": return "\\\(scalar)"
            default:
                guard
                    scalar.value < 0x20 || (0x7F...0xA0).contains(scalar.value) || scalar.value == 0xFEFF
                        || (0x2028...0x2029).contains(scalar.value)
                else { return String(scalar) }
                let digits = String(scalar.value, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return "\"\(escaped.joined())\""
    }
}
