import ModerationCore
import Screening
import Testing

/// Terms of letters and digits where texts mix the two.
@Suite struct CodeWordTests {
    static func isFound(_ title: String) throws -> Bool {
        let rules = try RulePackTests.load(
            """
            version: 1
            rules:
              - { id: code, class: firearm, action: review, terms: [ar-15, ak-47, cz 75, 7.62x39, m1911, p80] }
            """
        )
        let normaliser = try #require(RulePackTests.normaliser)
        return !rules.matches(in: [normaliser.normalise(title, field: .title)]).isEmpty
    }

    @Test(arguments: [
        "ar-15", "4R-15", "@r 15", "AR-l5", "AR-1S", "A R - 1 5", "AR -1 5", "AR—15", "A\u{200B}R\u{200B}1\u{200B}5", "51-RA",
        "A*R-1.5", "74-KA",
        "‮74-KA‬ stock", "4K-47", "762x39", "7.6 2x3 9", "M 19 11", "Ａ４７ ＡＫ－４７",
    ])
    func matches_ofDisguisedCodes_stand(title: String) throws { #expect(try Self.isFound(title)) }

    @Test(arguments: [
        "Aris", "ar is 5", "aka 7", "4K 47 inch", "C275", "762 x 38 mm", "79.2x36", "taka", "star 15", "ar 155", "a 475",
        "pbo film", "pb 0", "marls 7",
    ])
    func matches_ofWordsAndNumbersAlike_areNone(title: String) throws { #expect(try !Self.isFound(title)) }
}
