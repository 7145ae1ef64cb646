import Screening

/// Changes to the text of a rule file that leave everything else in it as it is, comments included.
///
/// Each yields the new text; whether it says what was meant is for ``verified(_:_:)`` to find out, by reading it.
package struct RuleFileEdit {
    /// Why the file cannot be changed by a program.
    package struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        package let description: String
    }

    private let text: String
    private let rules: RuleSet

    /// `text` is what `rules` were read from.
    package init(text: String, rules: RuleSet) {
        self.text = text
        self.rules = rules
    }

    /// With the rule at the end of the file.
    package func adding(_ rule: NewRule) throws(Refusal) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let last = rules.summaries(now: .init(milliseconds: 0)).compactMap(\.line).max()
        var indentation = 2
        if let last, last >= 1, last <= lines.count {
            let line = lines[last - 1]
            guard let dash = line.firstIndex(where: { $0 != " " }), line[dash] == "-" else {
                throw Refusal(
                    description:
                        "the last rule (line \(last)) does not begin with '- ' on a line of its own: add the rule by hand"
                )
            }
            indentation = line.distance(from: line.startIndex, to: dash)
        } else if !lines.contains(where: { $0.hasPrefix("rules:") && $0.dropFirst(6).allSatisfy(\.isWhitespace) }) {
            throw Refusal(description: "the file's list of rules is not written as a block: add the rule by hand")
        }
        return text + (text.hasSuffix("\n") || text.isEmpty ? "" : "\n") + rule.yaml(indentation: indentation)
    }

    /// With the rule in another state.
    package func setting(state: RuleState, ofRule id: String) throws(Refusal) -> String {
        let summaries = rules.summaries(now: .init(milliseconds: 0))
        guard let summary = summaries.first(where: { $0.id == id }) else {
            throw Refusal(description: "there is no rule '\(id)'")
        }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let number = summary.line, number >= 1, number <= lines.count else {
            throw Refusal(description: "the rule's line is not known: change it by hand")
        }
        let first = number - 1
        let next = summaries.compactMap(\.line).filter { $0 > number }.min() ?? lines.count + 1
        let prefix = lines[first].prefix { $0 == " " || $0 == "-" }
        guard prefix.contains("-"), !lines[first].dropFirst(prefix.count).hasPrefix("{") else {
            throw Refusal(description: "the rule (line \(number)) is not written as a block, one key a line: change it by hand")
        }
        let keyIndentation = String(repeating: " ", count: prefix.count)
        let place = (first..<min(next - 1, lines.count)).first { index in
            let rest = index == first ? String(lines[index].dropFirst(prefix.count)) : lines[index]
            return rest.hasPrefix((index == first ? "" : keyIndentation) + "state:")
        }
        if let place {
            let start = place == first ? String(prefix) : keyIndentation
            let comment = lines[place].range(of: " #").map { String(lines[place][$0.lowerBound...]) } ?? ""
            lines[place] = "\(start)state: \(state.rawValue)\(comment)"
        } else {
            lines.insert("\(keyIndentation)state: \(state.rawValue)", at: first + 1)
        }
        return lines.joined(separator: "\n")
    }

    /// Whether `changed`, which was read from an edited text, differs from the rules before by what `isExpected` says and nothing else:
    /// it gets the summaries of before and after without their lines.
    package func verified(_ changed: RuleSet, _ isExpected: ([RuleSummary], [RuleSummary]) -> Bool) throws(Refusal) {
        let (before, after) = (Self.unplaced(rules), Self.unplaced(changed))
        guard isExpected(before, after) else {
            throw Refusal(
                description: "the file is written in a way in which a program cannot change it safely: change it by hand"
            )
        }
    }

    private static func unplaced(_ rules: RuleSet) -> [RuleSummary] {
        rules.summaries(now: .init(milliseconds: 0)).map { summary in
            var summary = summary
            summary.line = nil
            return summary
        }
    }
}
