import ModerationCore
import Screening

/// An explanation of a listing's text for a terminal: the original with what was found marked under it, and what became of it.
package struct RuleExplanationText {
    /// Characters shown before and behind a place.
    private static let surroundingCount = 30
    /// Characters of a place that are shown.
    private static let markedCount = 60

    private let title: String
    private let description: String

    package init(title: String, description: String) {
        self.title = title
        self.description = description
    }

    package func rendered(_ findings: [RuleFinding]) -> String {
        guard !findings.isEmpty else { return "no rule finds anything" }
        return findings.map { finding in
            let match = finding.match
            let (text, mark) = excerpt(match)
            let place = "\(match.field.rawValue), bytes \(match.start)–\(match.end), view \(match.view)"
            return """
                \(text)
                \(mark)
                  \(match.ruleID): \(match.contentClass.name), \(Self.verdict(on: finding)) (\(place))
                """
        }.joined(separator: "\n")
    }

    private static func verdict(on finding: RuleFinding) -> String {
        let (match, action) = (finding.match, "\(finding.statedAction.rawValue)\(finding.match.isShadow ? " (shadow)" : "")")
        return switch finding.fate {
        case .stands: "\(action), weight \(hundredths(match.weight))"
        case .demoted(let rule): "\(action) demoted to \(match.action.rawValue), weight \(hundredths(match.weight)), by \(rule)"
        case .cancelled(let rule): "\(action), cancelled by \(rule)"
        case .excluded(let text): "\(action), excluded by '\(visible(text))'"
        case .lacksContext: "\(action), nothing near by that it requires"
        case .inactive(.draft): "\(action), a draft"
        case .inactive(.expired): "\(action), expired"
        case .inactive(.otherField): "\(action), for another field"
        case .inactive(.otherScope): "\(action), for other categories or regions"
        }
    }

    /// The original around the match on one line, and marks under it.
    private func excerpt(_ match: RuleMatch) -> (text: String, mark: String) {
        let bytes = Array((match.field == .title ? title : description).utf8)
        guard match.start >= 0, match.start <= match.end, match.end <= bytes.count else { return ("", "") }
        let before = String(decoding: bytes[..<match.start], as: UTF8.self)
        let marked = String(decoding: bytes[match.start..<match.end], as: UTF8.self)
        let after = String(decoding: bytes[match.end...], as: UTF8.self)
        let head = Self.visible((before.count > Self.surroundingCount ? "…" : "") + before.suffix(Self.surroundingCount))
        let body = Self.visible(marked.prefix(Self.markedCount) + (marked.count > Self.markedCount ? "…" : ""))
        let tail = Self.visible(after.prefix(Self.surroundingCount) + (after.count > Self.surroundingCount ? "…" : ""))
        let indentation = String(repeating: " ", count: Self.columnCount(head))
        return (head + body + tail, indentation + String(repeating: "^", count: max(1, Self.columnCount(body))))
    }

    /// Control and invisible characters become `·`, so that each character takes a column at least.
    private static func visible(_ text: some StringProtocol) -> String {
        String(
            text.map { character -> Character in
                let isHidden = character.unicodeScalars.allSatisfy {
                    switch $0.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate: true
                    default: $0.properties.isDefaultIgnorableCodePoint
                    }
                }
                return isHidden ? "·" : character
            }
        )
    }

    /// Columns of a terminal: East Asian characters and emoji take two.
    private static func columnCount(_ text: String) -> Int {
        text.reduce(0) { count, character in
            let isWide = character.unicodeScalars.contains {
                switch $0.value {
                case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
                    0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
                    true
                default: $0.properties.isEmojiPresentation
                }
            }
            return count + (isWide ? 2 : 1)
        }
    }

    private static func hundredths(_ weight: Double) -> String {
        let count = Int((min(max(weight, 0), 1) * 100).rounded())
        return "\(count / 100).\(count % 100 < 10 ? "0" : "")\(count % 100)"
    }
}
