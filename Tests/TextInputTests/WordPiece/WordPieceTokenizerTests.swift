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

    /// Per byte at most a few steps, each byte of a word that is looked up counted once for each entry that begins there.
    @Test(arguments: [
        "a", "é", "ж", "東", ".", " ", "\u{0}", "\u{301}", "\u{302E}", "\u{302E}\u{1D165}", "ab ", "[SEP]", "glock", "가",
        "\u{10FFFF}",
    ])
    func tokenize_onePieceRepeated_workIsLinear(piece: String) throws {
        let tokenizer = try tokenizer()
        let short = String(repeating: piece, count: 20_000)
        let long = String(repeating: piece, count: 80_000)
        for maximumCount in [128, 1_000_000] {
            let steps = [short, long].map { tokenizer.stepCount(of: $0, maximumCount: maximumCount) }
            #expect(steps[1] <= 4 * steps[0] + 1_000)
            // A mark may pass by a hundred others that wait with it.
            #expect(steps[1] <= (piece.contains("\u{1D165}") ? 60 : 5) * long.utf8.count)
        }
    }

    @Test func tokenize_whenFull_stopsReading() throws {
        let text = String(repeating: "a ", count: 1_000_000)
        #expect(try tokenizer().stepCount(of: text, maximumCount: 128) < 1_000)
    }

    @Test func tokenize_mutatedBytes_equalTheirRepair() throws {
        let tokenizer = try tokenizer()
        var fuzz = FuzzTexts(seed: 51, pieces: Self.small.map { Array($0.utf8) })
        for _ in 0..<20_000 {
            let (title, description) = (fuzz.next(), fuzz.next())
            let ids = title.withUnsafeBufferPointer { title in
                description.withUnsafeBufferPointer { tokenizer.tokenize(title: title, description: $0, maximumCount: 24).ids }
            }
            let repaired = [title, description].map { String(decoding: $0, as: UTF8.self) }
            #expect(ids == tokenizer.tokenize(title: repaired[0], description: repaired[1], maximumCount: 24).ids)
            #expect(ids == tokenizer.locate(repaired.joined(separator: " "), maximumCount: 24).ids)
        }
    }

    @Test func tokenize_intoBuffer_writesNoMoreThanItHolds() throws {
        let tokenizer = try tokenizer()
        for capacity in 0..<7 {
            var buffer = [Int64](repeating: -7, count: capacity + 2)
            let text = Array("a a a".utf8)
            let count = text.withUnsafeBufferPointer { text in
                buffer.withUnsafeMutableBufferPointer { buffer in
                    tokenizer.tokenize(
                        title: text,
                        description: UnsafeBufferPointer(start: nil, count: 0),
                        into: UnsafeMutableBufferPointer(rebasing: buffer[..<capacity])
                    )
                }
            }
            #expect(count == (capacity < 2 ? 0 : min(capacity, 5)))
            #expect(buffer[count...].allSatisfy { $0 == -7 })
        }
    }

    @Test func tokenize_whenCased_keepsCaseAndAccents() throws {
        let entries = Self.small + ["Glo", "É"]
        let cased = try WordPieceTokenizer(
            vocabularyFile: Array(entries.joined(separator: "\n").utf8),
            digest: "d",
            casing: .cased
        )
        #expect(cased.tokenize(title: "Glock É é", description: "glo", maximumCount: 128).ids == [2, 17, 6, 18, 15, 5, 3])
    }

    @Test func locate_givesUTF8RangesOfTheText() throws {
        let located = try tokenizer().locate("Glo\u{301}cks \u{200B}э[SEP]", maximumCount: 128)
        #expect(located.ids == [2, 4, 7, 16, 10, 12, 11, 3])
        #expect(located.ranges == [0..<0, 0..<7, 7..<8, 12..<14, 14..<15, 15..<18, 18..<19, 0..<0])
        #expect(located.attentionMask == Array(repeating: 1, count: 8))
    }
}
