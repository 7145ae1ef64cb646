import Foundation
import ModerationCore
import Scoring
import Testing

@Suite struct ContextFeaturesTests {
    private func values(
        micros: Int64? = nil,
        category: String = "",
        region: String = "",
        seller: SellerFeatures = .unknown
    ) -> [Float] {
        let price = micros.map { Price(amountMicros: $0, currency: "USD") }
        return ContextFeatures.values(of: ScoringInput(price: price, category: category, region: region, seller: seller))
    }

    @Test func values_ofAFullInput_followTheLayout() {
        let seller = SellerFeatures(accountAgeDays: 365, listingCount: 20, violationCount: 2, reputation: 0.75)
        let values = values(micros: 249_990_000, category: "Sporting Goods", region: "DE-BY", seller: seller)
        #expect(values.count == 16)
        let expected: [Double] = [log1p(249.99) / 10, 1, log1p(365.0) / 10, log1p(20.0) / 10, log1p(2.0) / 3, 0.75]
        for (value, wanted) in zip(values, expected) { #expect(abs(Double(value) - wanted) < 1e-6) }
        #expect(values[6...] == [1, 0, 0, 0, 0, 0, 0, 1, 0, 0])
    }

    @Test func values_withoutPrice_areZeroAndAbsent() {
        #expect(values()[0] == 0 && values()[1] == 0)
        #expect(values(micros: 0)[0] == 0 && values(micros: 0)[1] == 1)
        #expect(values(micros: .max)[0] <= 2)
        #expect(values(micros: .min)[0] == 0)
    }

    @Test(arguments: [
        ("Sport", 6), ("OUTDOOR", 6), ("Hunting & Fishing", 6), ("Power Tools", 7), ("DIY", 7), ("garden", 7), ("Toys", 8),
        ("Kids", 8),
        ("Video Games", 8), ("Collectibles", 9), ("Art", 9), ("Comic Books", 9), ("Outdoor toys", 6), ("Garden toys", 7),
        ("Fashion", 10),
        ("", 10), ("ΤΟΥ", 10), ("spor", 10),
    ])
    func values_ofACategory_areOneHotInTheOrderOfTheGroups(category: String, index: Int) {
        let values = values(category: category)
        #expect((6...10).filter { values[$0] == 1 } == [index])
    }

    @Test(arguments: [
        ("US", 11), ("us-CA", 11), ("CA", 12), ("ca-QC", 12), ("GB", 13), ("de", 13), ("FR-75", 13), ("EL", 14), ("CH", 14),
        ("JP", 14),
        ("x", 14), ("", 15),
    ])
    func values_ofARegion_areOneHotByCountry(region: String, index: Int) {
        let values = values(region: region)
        #expect((11...15).filter { values[$0] == 1 } == [index])
    }

    @Test func values_ofHostileSellerFeatures_areFinite() {
        let seller = SellerFeatures(accountAgeDays: -5, listingCount: .infinity, violationCount: .nan, reputation: .nan)
        #expect(Array(values(seller: seller)[2...5]) == [0, 0, 0, 0])
        let liar = SellerFeatures(accountAgeDays: 1, listingCount: 1, violationCount: 1, reputation: 9)
        #expect(values(seller: liar)[5] == 1)
    }
}
