import CHolsterPreprocessing
import Foundation
import ModerationCore
import TestSupport
import Testing
import TextInput

/// The C functions against ``WordPieceTokenizer`` called directly.
struct TokenFunctionsTests {
    static func reference() throws -> WordPieceTokenizer {
        try WordPieceTokenizer(vocabularyFile: [UInt8](Data(contentsOf: BridgeFixtures.vocabulary)), digest: "")
    }

    @Test
    func tokenize_whenTextIsRandom_equalsTokenizer() throws {
        let reference = try Self.reference()
        let texts = BridgeFixtures.texts(count: 2_000, seed: 1)
        try BridgeFixtures.withTokenizer { tokenizer in
            var ids = [Int64](repeating: 0, count: 128)
            var mask = ids
            for (title, description) in zip(texts, texts.reversed()) {
                let expected = reference.tokenize(
                    title: String(decoding: title, as: UTF8.self),
                    description: String(decoding: description, as: UTF8.self),
                    maximumCount: 128
                ).ids
                let count = holster_tokenize(
                    tokenizer,
                    title,
                    title.count,
                    description,
                    description.count,
                    128,
                    1,
                    &ids,
                    &mask
                )
                try #require(Int(count) == expected.count)
                #expect(Array(ids.prefix(expected.count)) == expected && ids.dropFirst(expected.count).allSatisfy { $0 == 0 })
                #expect(mask == (0..<128).map { $0 < expected.count ? 1 : 0 })
            }
        }
    }

    @Test(arguments: [1, 3] as [UInt32])
    func tokenizeBatch_whenTextsAreRandom_equalsTokenizer(threadCount: UInt32) throws {
        let reference = try Self.reference()
        let texts = BridgeFixtures.texts(count: 500, seed: 2)
        let bytes = texts.flatMap(\.self)
        let offsets = texts.reduce(into: [Int64(0)]) { $0.append(($0.last ?? 0) + Int64($1.count)) }
        let length = 40
        var ids = [Int64](repeating: 7, count: texts.count * length)
        var mask = ids
        var counts = [Int64](repeating: 7, count: texts.count)
        let longest = try BridgeFixtures.withTokenizer {
            holster_tokenize_batch($0, bytes, offsets, nil, nil, texts.count, length, threadCount, &ids, &mask, &counts)
        }
        #expect(longest == counts.max())
        for (index, text) in texts.enumerated() {
            let expected = reference.tokenize(title: String(decoding: text, as: UTF8.self), description: "", maximumCount: length)
                .ids
            let row = (index * length)..<((index + 1) * length)
            #expect(Array(ids[row]) == expected + [Int64](repeating: 0, count: length - expected.count))
            #expect(mask[row].count { $0 == 1 } == expected.count && Int(counts[index]) == expected.count)
        }
    }

    @Test
    func tokenize_whenVocabularyIsCased_equalsTokenizer() throws {
        let file = [UInt8](try Data(contentsOf: BridgeFixtures.vocabulary))
        let reference = try WordPieceTokenizer(vocabularyFile: file, digest: "", casing: .cased)
        var tokenizer: OpaquePointer?
        #expect(
            holster_tokenizer_open(file, file.count, Int32(HOLSTER_CASED.rawValue), &tokenizer, nil, 0) == HOLSTER_OK.rawValue
        )
        defer { holster_tokenizer_close(tokenizer) }
        var digest = [CChar](repeating: 0, count: 71)
        #expect(Int(holster_tokenizer_describe(tokenizer, &digest)) == reference.entryCount)
        #expect(digest.prefix(6).map { UInt8(bitPattern: $0) } == Array("cased:".utf8) && digest[69] != 0 && digest[70] == 0)
        var ids = [Int64](repeating: 0, count: 64)
        for text in BridgeFixtures.texts(count: 300, seed: 5) {
            let count = holster_tokenize(tokenizer, text, text.count, nil, 0, 64, 0, &ids, nil)
            let expected = reference.tokenize(title: String(decoding: text, as: UTF8.self), description: "", maximumCount: 64)
            #expect(Array(ids.prefix(Int(count))) == expected.ids)
        }
    }

    @Test
    func tokenizeWithOffsets_whenTextIsRandom_equalsTokenizer() throws {
        let reference = try Self.reference()
        var ids = [Int64](repeating: 0, count: 64)
        var (starts, ends) = (ids, ids)
        try BridgeFixtures.withTokenizer { tokenizer in
            for text in BridgeFixtures.texts(count: 300, seed: 7) {
                let expected = text.withUnsafeBufferPointer { reference.locate($0, maximumCount: 64) }
                let count = Int(holster_tokenize_with_offsets(tokenizer, text, text.count, 64, &ids, &starts, &ends))
                #expect(Array(ids.prefix(count)) == expected.ids)
                #expect(zip(starts, ends).prefix(count).map { Int($0)..<Int($1) } == expected.ranges)
            }
            let wrong = Int64(HOLSTER_INVALID_ARGUMENT.rawValue)
            #expect(holster_tokenize_with_offsets(tokenizer, nil, 1, 64, &ids, &starts, &ends) == wrong)
            #expect(holster_tokenize_with_offsets(tokenizer, nil, 0, 64, &ids, nil, &ends) == wrong)
            #expect(holster_tokenize_with_offsets(tokenizer, nil, 0, 1, &ids, &starts, &ends) == wrong)
            #expect(holster_tokenize_with_offsets(tokenizer, nil, 0, 64, &ids, &starts, &ends) == 2)
        }
    }

    @Test
    func tokenize_whenNotPadded_leavesTheRestAlone() throws {
        var ids = [Int64](repeating: 7, count: 6)
        let title = Array("a".utf8)
        let count = try BridgeFixtures.withTokenizer { holster_tokenize($0, title, 1, nil, 0, 6, 0, &ids, nil) }
        #expect(count == 3 && ids.suffix(3) == [7, 7, 7])
    }

    @Test
    func tokenize_whenArgumentIsWrong_returnsItsStatus() throws {
        let wrong = Int64(HOLSTER_INVALID_ARGUMENT.rawValue)
        var ids = [Int64](repeating: 7, count: 8)
        let title = Array("a".utf8)
        try BridgeFixtures.withTokenizer { tokenizer in
            #expect(holster_tokenize(nil, title, 1, nil, 0, 8, 0, &ids, nil) == wrong)
            #expect(holster_tokenize(tokenizer, nil, 1, nil, 0, 8, 0, &ids, nil) == wrong)
            #expect(holster_tokenize(tokenizer, title, 1, nil, 3, 8, 0, &ids, nil) == wrong)
            #expect(holster_tokenize(tokenizer, title, 1, nil, 0, 1, 0, &ids, nil) == wrong)
            #expect(holster_tokenize(tokenizer, title, 1, nil, 0, .max, 0, &ids, nil) == wrong)
            #expect(holster_tokenize(tokenizer, title, 1, nil, 0, 8, 0, nil, nil) == wrong)
            #expect(holster_tokenize_batch(tokenizer, title, [1, 0], nil, nil, 1, 8, 1, &ids, nil, nil) == wrong)
            #expect(holster_tokenize_batch(tokenizer, title, [-1, 0], nil, nil, 1, 8, 1, &ids, nil, nil) == wrong)
            #expect(holster_tokenize_batch(tokenizer, nil, [0, 1], nil, nil, 1, 8, 1, &ids, nil, nil) == wrong)
            #expect(holster_tokenize_batch(tokenizer, title, nil, nil, nil, 1, 8, 1, &ids, nil, nil) == wrong)
            #expect(holster_tokenize_batch(tokenizer, title, [0, 1], title, [0, -1], 1, 8, 1, &ids, nil, nil) == wrong)
            #expect(holster_tokenize_batch(tokenizer, nil, [0, 0], nil, nil, 1, 8, 1, &ids, nil, nil) == 2)
            #expect(holster_tokenize_batch(tokenizer, nil, nil, nil, nil, 0, 8, 1, nil, nil, nil) == 0)
        }
        holster_tokenizer_close(nil)
    }

    @Test
    func open_whenVocabularyIsWrong_saysWhy() {
        let cases = [
            ("", HOLSTER_VOCABULARY_MISSING_ENTRY), ("a\na\n", HOLSTER_VOCABULARY_DUPLICATE_ENTRY),
            (String(repeating: "a", count: 2_000), HOLSTER_VOCABULARY_ENTRY_TOO_LONG),
            (String(repeating: "\n", count: 250_001), HOLSTER_VOCABULARY_TOO_LARGE),
        ]
        for (vocabulary, status) in cases {
            let bytes = Array(vocabulary.utf8)
            var tokenizer: OpaquePointer?
            var message = [CChar](repeating: 0, count: 8)
            #expect(holster_tokenizer_open(bytes, bytes.count, 0, &tokenizer, &message, message.count) == status.rawValue)
            // Cut to fit, NUL included.
            #expect(tokenizer == nil && message.map { UInt8(bitPattern: $0) } == Array("vocabul".utf8) + [0])
        }
        var tokenizer: OpaquePointer?
        #expect(holster_tokenizer_open(nil, 5, 0, &tokenizer, nil, 0) == HOLSTER_INVALID_ARGUMENT.rawValue)
        #expect(holster_tokenizer_open(nil, 0, 7, &tokenizer, nil, 0) == HOLSTER_INVALID_ARGUMENT.rawValue)
    }
}
