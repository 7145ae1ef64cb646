import CLibFuzzer
import ModerationCore
import Screening
import TextInput

private let normaliser = try? TextNormaliser()

private func rules(_ yaml: String, reusing previous: RuleSet? = nil) -> RuleSet? {
    guard let normaliser else { return nil }
    return try? RuleSet(yaml: yaml, name: "fuzz", digest: "", reusing: previous) { term, view in
        ViewName(rawValue: view).flatMap { normaliser.term(term, view: $0) }
    }
}

/// Rules of every kind, for texts and views that are anything.
private let known = rules(
    """
    version: 1
    rules:
      - { id: gun, class: firearm, action: review, terms: ["gun*", ".223", "5.56", ar-15, "€", "n*"], unless: { any: [glue gun], within: 9 } }
      - { id: pattern, class: firearm, action: signal, patterns: ['\\bg.?n', 'x{2,5}y', 'é+[0-9]'], requires: [a, n, "1"] }
      - { id: tool, class: tool, action: allow, terms: [glue gun] }
      - { id: toy, class: toy, action: allow, demotes: [firearm], terms: [toy] }
      - { id: offer, class: firearm, action: block, within: 20, all: [[g, a], [n, "1"]], categories: [x], state: shadow }
    """
)

/// Half of the inputs are rule files, which are read, compiled and matched or refused; the other half are texts and views.
///
/// Each match lies within its field, on character boundaries unless the views say otherwise; what explains them agrees.
private func fuzzRules(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let normaliser, let known else { preconditionFailure("no normaliser or rules") }
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = bytes.first else { return 0 }
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    if choice & 1 == 0 {
        // Patterns that are legal and huge take the engine seconds: not what is looked for here.
        guard text.utf8.count < 2_048, !text.contains("{") || !text.contains("patterns") else { return 0 }
        _ = try? RuleTestFile(yaml: text)
        guard let read = rules(text, reusing: known) else { return 0 }
        check(read, normaliser.normalise("a glue gun, 5.56 €1 xxy é1 глок", field: .title))
    } else {
        check(known, normaliser.normalise(text, field: .description))
        let part = max(1, (bytes.count - 1) / 3)
        let utf8 = Array(bytes.dropFirst().prefix(part))
        let starts = utf8.indices.map { UInt32(bytes[($0 * 2 + 1) % bytes.count]) }
        let ends = utf8.indices.map { UInt32(bytes[($0 * 2 + 2) % bytes.count]) }
        if let view = TextView(name: "folded", utf8: utf8, starts: starts, ends: ends) {
            check(known, NormalisedText(field: .title, original: text, views: [view]))
        }
    }
    return 0
}

private func check(_ rules: RuleSet, _ text: NormalisedText) {
    let matches = rules.matches(in: [text], scope: RuleScope(category: "x"))
    for match in matches { precondition(match.start <= match.end && match.end <= text.original.utf8.count) }
    let findings = rules.explain([text], scope: RuleScope(category: "x")).filter(\.isMatch).map(\.match)
    guard findings.count < RuleSet.maximumFindingCount else { return }
    precondition(matches.allSatisfy { findings.contains($0) || $0.ruleID == RuleSet.incompleteRuleID })
}

@_cdecl("RulesFuzz_main")
public func main(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var (count, words) = (count, words)
    // Made before the clock of the first input runs.
    precondition(normaliser != nil && known != nil)
    return LLVMFuzzerRunDriver(&count, &words, fuzzRules)
}
