/// One probability for each ``ContentClass``, in the contract's order.
public struct ClassProbabilities: Sendable, Equatable, Codable {
    /// Always exactly `ContentClass.allCases.count` values in 0…1.
    public let values: [Float]

    /// Fails unless there are nine finite values within 0…1 whose sum is 1 ± 0.01: a model that answers anything else is broken.
    public init?(_ values: [Float]) {
        guard values.count == ContentClass.allCases.count else { return nil }
        guard values.allSatisfy({ $0.isFinite && $0 >= -1e-6 && $0 <= 1 + 1e-4 }) else { return nil }
        let sum = values.reduce(0, +)
        guard abs(sum - 1) <= 0.01 else { return nil }
        self.values = values.map { min(max($0, 0), 1) }
    }

    /// Stored verdicts come from outside: whatever the initialiser above refuses is corrupt here as well.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let checked = ClassProbabilities(try container.decode([Float].self, forKey: .values)) else {
            throw DecodingError.dataCorruptedError(forKey: .values, in: container, debugDescription: "not nine probabilities")
        }
        self = checked
    }

    private enum CodingKeys: String, CodingKey { case values }

    public subscript(_ contentClass: ContentClass) -> Float { values[contentClass.rawValue] }

    /// The sum over the prohibited classes, clamped to 0…1.
    public var violationProbability: Float {
        min(1, ContentClass.allCases.reduce(into: 0) { sum, each in if each.isProhibited { sum += self[each] } })
    }

    /// The class with the highest probability; the earlier one wins a tie.
    public var mostLikely: ContentClass {
        ContentClass.allCases.reduce(.firearm) { best, each in self[each] > self[best] ? each : best }
    }
}
