import Foundation
import ModerationCore
import TestSupport
import Testing
import TextInput

@Suite struct WordPieceTokenizerTests {
    static let small = [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "glock", "glo", "##ck", "##s", "a", "##a", "[", "]", "sep", "1", "##9", "é", "э",
    ]

    func tokenizer(_ entries: [String] = small) throws -> WordPieceTokenizer {
        try WordPieceTokenizer(vocabularyFile: Array(entries.joined(separator: "\n").utf8), digest: "d")
    }

    @Test(.enabled(if: Repository.oraclePython != nil), arguments: [128, 16])
    func tokenize_twoThousandListings_equalsHuggingFace(maximumCount: Int) throws {
        let oracle = try WordPieceOracle(casing: .uncased)
        var samples = ListingSamples(seed: 2)
        let listings = (0..<2_000).map { _ in samples.listing() }
        let expected = try oracle.expected(
            listings.map { "\($0.title) \($0.description)" },
            maximumCount: maximumCount,
            withOffsets: false
        )
        try #require(expected.count == listings.count)
        for (listing, theirs) in zip(listings, expected) {
            let ours = oracle.tokenizer.tokenize(
                title: listing.title,
                description: listing.description,
                maximumCount: maximumCount
            )
            #expect(ours.ids == theirs.ids, "\(listing)")
        }
    }

    @Test func tokenize_longestEntryWins() throws {
        let tokenizer = try tokenizer()
        #expect(tokenizer.tokenize(title: "Glocks", description: "19", maximumCount: 128).ids == [2, 4, 7, 13, 14, 3])
        #expect(tokenizer.tokenize(title: "glockx", description: "", maximumCount: 128).ids == [2, 1, 3])
        #expect(tokenizer.tokenize(title: "[SEP]", description: "", maximumCount: 128).ids == [2, 10, 12, 11, 3])
        #expect(tokenizer.tokenize(title: "", description: "", maximumCount: 128).ids == [2, 3])
    }

    @Test func tokenize_whenFull_cutsWithinWord() throws {
        let tokenizer = try tokenizer()
        #expect(tokenizer.tokenize(title: "a a a a", description: "", maximumCount: 4).ids == [2, 8, 8, 3])
        #expect(tokenizer.tokenize(title: "a aaaa", description: "", maximumCount: 5).ids == [2, 8, 8, 9, 3])
        for count in [Int.min, -1, 0, 1, 2] {
            #expect(tokenizer.tokenize(title: "a", description: "a", maximumCount: count).ids == [2, 3])
        }
        #expect(tokenizer.tokenize(title: "a", description: "a", maximumCount: .max).ids == [2, 8, 8, 3])
    }

    @Test(arguments: [100, 101, 10_000_000])
    func tokenize_oneLetterRepeated_isUnknownBeyondOneHundred(count: Int) throws {
        let ids = try tokenizer().tokenize(title: String(repeating: "a", count: count), description: "", maximumCount: 128).ids
        #expect(ids == (count <= 100 ? [2, 8] + Array(repeating: 9, count: 99) + [3] : [2, 1, 3]))
    }

    @Test func tokenize_hostileMarks_staysBounded() throws {
        let tokenizer = try tokenizer()
        let marks = String(repeating: "\u{302E}\u{1D165}", count: 200_000)
        #expect(tokenizer.tokenize(title: "a" + marks, description: "a", maximumCount: 128).ids == [2, 1, 8, 3])
        let accents = String(repeating: "\u{301}", count: 500_000)
        #expect(tokenizer.tokenize(title: "a" + accents, description: "a", maximumCount: 128).ids == [2, 8, 8, 3])
    }

    @Test func tokenize_anyBytes_neverTrapsAndStaysInVocabulary() throws {
        let tokenizer = try tokenizer()
        var samples = ListingSamples(seed: 5)
        for round in 0..<2_000 {
            let ids = tokenizer.tokenize(
                title: samples.bytes(count: round % 97),
                description: samples.text(parts: 3),
                maximumCount: 32
            ).ids
            #expect(ids.count >= 2 && ids.count <= 32 && ids.first == 2 && ids.last == 3)
            #expect(ids.allSatisfy { $0 >= 0 && $0 < Int64(Self.small.count) })
        }
    }
}
