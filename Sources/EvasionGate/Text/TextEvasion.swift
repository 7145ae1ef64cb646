public import ModerationCore
public import Screening
public import TextInput

/// Counts what text rules still hold after the words of prohibited titles were disguised, and what they hold among innocent phrases.
///
/// A listing is *held* when its rules block it or ask for review, or when signals of prohibited classes weigh as much together as the policy's
/// `review_weight`. Recall of a mutation: of the titles that are held as they stand, and that it changes, how many are held when it has
/// changed every word that their corpus names as sensitive. A title that is held even without those words counts nowhere, since it would be
/// found whatever the mutation did.
public struct TextEvasion: Sendable {
    /// The least recall of each mutation.
    public static let leastRecall = 0.95
    /// The largest share of innocent phrases held.
    public static let largestBenignRate = 0.005
    /// The least share of titles that are held for their sensitive words: the others would say nothing.
    public static let leastCounted = 0.9
    /// Each title is disguised so often by each mutation, differently.
    public static let roundCount = 3

    private let rules: RuleSet
    private let normaliser: TextNormaliser
    private let reviewWeight: Double
    private let now: UnixTime?

    /// `reviewWeight` is that of the policy's `keywords`. Rules that expired by `now` hold nothing; without it none has. Rules on trial hold nothing.
    public init(rules: RuleSet, normaliser: TextNormaliser, reviewWeight: Double, now: UnixTime? = nil) {
        self.now = now
        self.rules = rules
        self.normaliser = normaliser
        self.reviewWeight = reviewWeight
    }

    /// The same rules, corpora and seed give the same report.
    public func report(titles: [ProhibitedTitle], benign: [String], seed: UInt64 = 1) -> EvasionReport {
        evaluate(titles: titles, benign: benign, seed: seed).report
    }

    /// The report, and every disguised title that it counts as not found.
    public func evaluate(
        titles: [ProhibitedTitle],
        benign: [String],
        seed: UInt64 = 1
    ) -> (report: EvasionReport, missed: [String]) {
        let (counted, remarks) = counted(titles)
        var report = EvasionReport(remarks: remarks)
        report.rows.append(unchangedRow(titles))
        report.rows.append(
            .init(
                mutation: "titles that count",
                detector: "rules",
                foundCount: counted.count,
                sampleCount: titles.count,
                target: .atLeast(Self.leastCounted)
            )
        )
        var languages: [String: (found: Int, of: Int)] = [:]
        var missed: [String] = []
        for mutation in TextMutation.allCases {
            var row = EvasionReport.Row(
                mutation: mutation.rawValue,
                detector: "rules",
                foundCount: 0,
                sampleCount: 0,
                target: .atLeast(Self.leastRecall)
            )
            for title in counted {
                for round in 0..<Self.roundCount {
                    var random = MutationRandom(seed: seed &+ UInt64(round), sample: mutation.rawValue + title.title)
                    guard let text = title.mutated(by: mutation, with: &random) else { continue }
                    let isFound = holds(text)
                    row.sampleCount += 1
                    row.foundCount += isFound ? 1 : 0
                    languages[title.language, default: (0, 0)].of += 1
                    languages[title.language, default: (0, 0)].found += isFound ? 1 : 0
                    if !isFound { missed.append("\(mutation.rawValue): \(text)") }
                }
            }
            report.rows.append(row)
        }
        for (language, count) in languages.sorted(by: { $0.key < $1.key }) {
            report.rows.append(
                .init(mutation: "all, in \(language)", detector: "rules", foundCount: count.found, sampleCount: count.of)
            )
        }
        let collisions = benign.filter(holds)
        report.rows.append(
            .init(
                mutation: "benign phrases",
                detector: "rules",
                foundCount: collisions.count,
                sampleCount: benign.count,
                target: .atMost(Self.largestBenignRate)
            )
        )
        report.remarks += collisions.map { "benign but held: \($0)" }
        return (report, missed)
    }

    /// Whether the rules or their signals keep a listing with this title from going live.
    public func holds(_ title: String) -> Bool {
        let matches = rules.matches(in: [normaliser.normalise(title, field: .title)], now: now)
            .filter { !$0.isShadow }
        if matches.contains(where: { $0.action == .block || $0.action == .review }) { return true }
        var weights: [String: Double] = [:]
        for match in matches where match.action == .signal && match.contentClass.isProhibited {
            weights[match.ruleID] = max(weights[match.ruleID] ?? 0, match.weight)
        }
        return weights.values.reduce(0, +) >= reviewWeight - 1e-9
    }

    private func unchangedRow(_ titles: [ProhibitedTitle]) -> EvasionReport.Row {
        .init(
            mutation: "none",
            detector: "rules",
            foundCount: titles.count { holds($0.title) },
            sampleCount: titles.count,
            target: .atLeast(Self.leastRecall)
        )
    }

    private func counted(_ titles: [ProhibitedTitle]) -> ([ProhibitedTitle], remarks: [String]) {
        var counted: [ProhibitedTitle] = []
        var remarks: [String] = []
        for title in titles {
            if !holds(title.title) {
                remarks.append("not held as it stands: \(title.title)")
            } else if holds(title.withoutWords) {
                remarks.append("held without its sensitive words: \(title.title)")
            } else {
                counted.append(title)
            }
        }
        return (counted, remarks)
    }
}
