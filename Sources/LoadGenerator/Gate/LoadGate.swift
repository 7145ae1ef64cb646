/// What a run must come to, as people write it: `p99<500ms,error_rate<0.1%,fail_open<1%`.
///
/// A condition is a measure, `<`, `<=`, `>` or `>=`, and a value with its unit: us, ms or s for times, % (or a plain share) for shares, nothing for
/// rates. All must hold.
package struct LoadGate: Sendable, Equatable {
    package struct Problem: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    package struct Condition: Sendable, Equatable, CustomStringConvertible {
        package let measure: LoadMeasure
        package let comparison: Comparison
        /// In milliseconds, shares of 1, or calls a second.
        package let limit: Double
        /// As it was written.
        package let description: String

        /// False also when there is nothing to measure: a run without an answer passes no gate.
        package func holds(_ value: Double?) -> Bool {
            guard let value else { return false }
            return switch comparison {
            case .below: value < limit
            case .atMost: value <= limit
            case .above: value > limit
            case .atLeast: value >= limit
            }
        }
    }

    package enum Comparison: String, Sendable, CaseIterable {
        // The longer ones first, as they are looked for in this order.
        case atMost = "<="
        case atLeast = ">="
        case below = "<"
        case above = ">"
    }

    package let conditions: [Condition]

    package init(_ text: String) throws(Problem) {
        var conditions: [Condition] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            conditions.append(try Self.condition(part.filter { !$0.isWhitespace }))
        }
        self.conditions = conditions
    }

    private static func condition(_ text: String) throws(Problem) -> Condition {
        guard let comparison = Comparison.allCases.first(where: { text.contains($0.rawValue) }),
            let place = text.firstRange(of: comparison.rawValue)
        else {
            throw Problem(description: "'\(text)' is no condition such as p99<500ms")
        }
        let name = String(text[..<place.lowerBound])
        guard let measure = LoadMeasure(name: name) else {
            throw Problem(description: "'\(name)' is none of \(LoadMeasure.allNames)")
        }
        let value = text[place.upperBound...]
        let units = measure.units
        guard let unit = units.first(where: { value.hasSuffix($0.name) }), let number = Double(value.dropLast(unit.name.count)),
            number.isFinite, number >= 0
        else {
            let names = units.map { $0.name.isEmpty ? "none" : $0.name }.joined(separator: ", ")
            throw Problem(description: "'\(text)': '\(value)' is no number with its unit (\(names))")
        }
        return Condition(measure: measure, comparison: comparison, limit: number * unit.factor, description: text)
    }
}

/// What of a run can be gated on.
package enum LoadMeasure: Sendable, Hashable {
    /// Latency from the intended send, of every call that was meant to leave and ended; of 100, the longest.
    case latency(percentile: Double)
    /// Of the calls that were meant to leave: not answered OK, or not sent.
    case errorRate
    /// Of the answered calls: allowed since scoring failed.
    case failOpen
    /// Of the calls that were meant to leave.
    case notSent
    /// Answered OK, a second.
    case rate

    private static let named: [(name: String, measure: LoadMeasure)] = [
        ("max", .latency(percentile: 100)), ("error_rate", .errorRate), ("fail_open", .failOpen), ("not_sent", .notSent),
        ("rate", .rate),
    ]

    package static var allNames: String { "p50, p99, p99.9 or another percentile, " + named.map(\.name).joined(separator: ", ") }

    init?(name: String) {
        if let found = Self.named.first(where: { $0.name == name }) {
            self = found.measure
            return
        }
        guard name.hasPrefix("p"), let percentile = Double(name.dropFirst()), percentile > 0, percentile <= 100 else {
            return nil
        }
        self = .latency(percentile: percentile)
    }

    /// The longer ones first, as they are looked for in this order.
    fileprivate var units: [(name: String, factor: Double)] {
        switch self {
        case .latency: [("us", 0.001), ("µs", 0.001), ("ms", 1), ("s", 1_000)]
        case .errorRate, .failOpen, .notSent: [("%", 0.01), ("", 1)]
        case .rate: [("/s", 1), ("", 1)]
        }
    }
}
