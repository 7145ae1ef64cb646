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
    /// What a pair of corpora has to reach.
    public struct Targets: Sendable {
        /// Of the titles as they stand.
        public var leastPlainRecall: Double
        /// The least share of titles that are held for their sensitive words: the others would say nothing of mutations.
        public var leastCounted: Double
        /// Of each mutation.
        public var leastRecall: Double
        /// The largest share of innocent phrases held.
        public var largestBenignRate: Double

        /// For the corpora with which rules are written.
        public static let own = Targets(leastPlainRecall: 0.95, leastCounted: 0.9, leastRecall: 0.95, largestBenignRate: 0.005)

        /// For titles by someone who had not seen the rules: what was reached once the rules were mended by them, so that it stays.
        public static let heldOut = Targets(
            leastPlainRecall: 0.97,
            leastCounted: 0.95,
            leastRecall: 0.92,
            largestBenignRate: 0.005
        )

        public init(leastPlainRecall: Double, leastCounted: Double, leastRecall: Double, largestBenignRate: Double) {
            self.leastPlainRecall = leastPlainRecall
            self.leastCounted = leastCounted
            self.leastRecall = leastRecall
            self.largestBenignRate = largestBenignRate
        }
    }

    /// A row of fewer samples fails, whatever its rate.
    public static let leastSampleCount = 100
    /// Each title is disguised so often by each mutation, differently.
    public static let roundCount = 3

    private let rules: RuleSet
    private let normaliser: TextNormaliser
    private let reviewWeight: Double
    private let now: UnixTime?
    private let targets: Targets

    /// `reviewWeight` is that of the policy's `keywords`. Rules that expired by `now` hold nothing; without it none has. Rules on trial hold nothing.
    public init(
        rules: RuleSet,
        normaliser: TextNormaliser,
        reviewWeight: Double,
        now: UnixTime? = nil,
        targets: Targets = .own
    ) {
        self.now = now
        self.targets = targets
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
        let heldCount = titles.count { holds($0.title) }
        report.rows = [
            row("none", heldCount, of: titles.count, .atLeast(targets.leastPlainRecall)),
            row("titles that count", counted.count, of: titles.count, .atLeast(targets.leastCounted)),
        ]
        var languages: [String: (found: Int, of: Int)] = [:]
        var missed: [String] = []
        for mutation in TextMutation.allCases {
            var (found, all) = (0, 0)
            for title in counted {
                for text in disguises(of: title, by: mutation, seed: seed) {
                    let isFound = holds(text)
                    all += 1
                    found += isFound ? 1 : 0
                    languages[title.language, default: (0, 0)].of += 1
                    languages[title.language, default: (0, 0)].found += isFound ? 1 : 0
                    if !isFound { missed.append("\(mutation.rawValue): \(text)") }
                }
            }
            report.rows.append(row(mutation.rawValue, found, of: all, .atLeast(targets.leastRecall)))
        }
        for (language, count) in languages.sorted(by: { $0.key < $1.key }) {
            report.rows.append(row("all, in \(language)", count.found, of: count.of, .none))
        }
        let collisions = benign.filter(holds)
        report.rows.append(row("benign phrases", collisions.count, of: benign.count, .atMost(targets.largestBenignRate)))
        report.remarks += collisions.map { "benign but held: \($0)" }
        return (report, missed)
    }

    private func disguises(of title: ProhibitedTitle, by mutation: TextMutation, seed: UInt64) -> [String] {
        (0..<Self.roundCount).compactMap { round in
            var random = MutationRandom(seed: seed &+ UInt64(round), sample: mutation.rawValue + title.title)
            return title.mutated(by: mutation, with: &random)
        }
    }

    private func row(_ name: String, _ found: Int, of all: Int, _ target: EvasionReport.Target) -> EvasionReport.Row {
        .init(
            mutation: name,
            detector: "rules",
            foundCount: found,
            sampleCount: all,
            target: target,
            leastSampleCount: Self.leastSampleCount
        )
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
