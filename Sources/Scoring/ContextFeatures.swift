import Glibc
import ModerationCore

/// The `context` input of fusion: 16 FP32 values whose layout serving and training share.
///
/// | index | value |
/// |---|---|
/// | 0 | log1p(price in currency units) / 10, clamped to 0…2; 0 without a price |
/// | 1 | 1 where there is a price |
/// | 2 | log1p(account age in days) / 10 |
/// | 3 | log1p(listing count) / 10 |
/// | 4 | log1p(violation count) / 3 |
/// | 5 | reputation, 0…1 |
/// | 6…10 | one-hot category group: outdoor, tools, toys, media, other |
/// | 11…15 | one-hot region: US, CA, Europe (EU-27 and GB), elsewhere, unknown |
package enum ContextFeatures {
    package static func values(of input: ScoringInput) -> [Float] {
        var values = [Float](repeating: 0, count: ModelContract.contextWidth)
        if let price = input.price {
            values[0] = Float(min(max(logarithm(Double(price.amountMicros) / 1_000_000) / 10, 0), 2))
            values[1] = 1
        }
        values[2] = Float(logarithm(input.seller.accountAgeDays) / 10)
        values[3] = Float(logarithm(input.seller.listingCount) / 10)
        values[4] = Float(logarithm(input.seller.violationCount) / 3)
        let reputation = input.seller.reputation
        values[5] = reputation.isNaN ? 0 : Float(min(max(reputation, 0), 1))
        values[categoryIndex(input.category)] = 1
        values[regionIndex(input.region)] = 1
        return values
    }

    /// Negative and non-finite values (they come from a store) count as 0.
    private static func logarithm(_ value: Double) -> Double { value.isFinite ? log1p(max(value, 0)) : 0 }

    private static let categoryGroups: [(words: [String], index: Int)] = [
        (["sport", "outdoor", "hunting"], 6),
        (["tool", "hardware", "diy", "garden"], 7),
        (["toy", "game", "kid"], 8),
        (["collect", "media", "movie", "music", "book", "art"], 9),
    ]

    /// The first group with a word that occurs in the category, ASCII letters compared without case.
    private static func categoryIndex(_ category: String) -> Int {
        let folded = category.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let match = categoryGroups.first { group in group.words.contains { occurs(Array($0.utf8), in: folded) } }
        return match?.index ?? 10
    }

    private static func occurs(_ word: [UInt8], in text: [UInt8]) -> Bool {
        guard text.count >= word.count else { return false }
        return (0...(text.count - word.count)).contains { text[$0..<($0 + word.count)].elementsEqual(word) }
    }

    private static let europe: Set<String> = [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
        "MT",
        "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    ]

    private static func regionIndex(_ region: String) -> Int {
        guard !region.isEmpty else { return 15 }
        switch region.prefix(2).uppercased() {
        case "US": return 11
        case "CA": return 12
        case let country where europe.contains(country): return 13
        default: return 14
        }
    }
}
