import TestSupport
import Testing
import TextInput

@Suite struct WordPieceVocabularyTests {
    func load(_ text: String) throws(VocabularyError) -> WordPieceTokenizer {
        try WordPieceTokenizer(vocabularyFile: Array(text.utf8), digest: "")
    }

    @Test(arguments: ["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    func init_whenSpecialEntryIsMissing_namesIt(missing: String) {
        let entries = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a"].filter { $0 != missing }
        #expect(throws: VocabularyError.missingSpecialEntry(missing)) { try load(entries.joined(separator: "\n")) }
    }

    @Test func init_whenEntryRepeats_namesLine() {
        #expect(throws: VocabularyError.duplicateEntry(line: 6, entry: "a")) {
            try load("[PAD]\n[UNK]\n[CLS]\n[SEP]\na\na\n")
        }
    }

    @Test func init_whenTooLarge_throws() {
        let limit = 16 << 20
        #expect(throws: VocabularyError.tooManyBytes(count: limit + 1, limit: limit)) {
            try WordPieceTokenizer(vocabularyFile: Array(repeating: 10, count: limit + 1), digest: "")
        }
        #expect(throws: VocabularyError.tooManyEntries(limit: 250_000)) { try load(String(repeating: "\n", count: 250_001)) }
        #expect(throws: VocabularyError.entryTooLong(line: 1, limit: 1_024)) { try load(String(repeating: "a", count: 1_025)) }
    }

    @Test func init_whenNotUTF8_namesLine() {
        #expect(throws: VocabularyError.notUTF8(line: 2)) {
            try WordPieceTokenizer(vocabularyFile: Array("[PAD]\n".utf8) + [0xFF, 10], digest: "")
        }
    }

    @Test func init_windowsLineEndsAndEmptyLines_keepIDs() throws {
        let tokenizer = try load("[PAD]\r\n[UNK]\r\n\r\n[CLS]\r\n[SEP]\r\nword \r\n")
        #expect(tokenizer.entryCount == 6)
        #expect(tokenizer.tokenize(title: "word", description: "", maximumCount: 8).ids == [3, 5, 4])
    }

    @Test func init_mutatedFiles_neverTrap() {
        var random = SeededRandom(seed: 7)
        let original = Array("[PAD]\n[UNK]\n[CLS]\n[SEP]\nab\n##ab\né\n##é\n東\n".utf8)
        for _ in 0..<3_000 {
            var file = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                file[Int.random(in: 0..<file.count, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
            }
            file.removeLast(Int.random(in: 0..<file.count, using: &random) / 3)
            guard let tokenizer = try? WordPieceTokenizer(vocabularyFile: file, digest: "") else { continue }
            let ids = tokenizer.tokenize(title: "ab abab", description: "é東 zz", maximumCount: 16).ids
            #expect(ids.allSatisfy { $0 >= 0 && $0 < Int64(tokenizer.entryCount) })
        }
    }

    @Test func init_largeVocabulary_findsEveryEntry() throws {
        let words = (0..<120_000).map { "w" + String($0, radix: 36) }
        let tokenizer = try load((["[PAD]", "[UNK]", "[CLS]", "[SEP]"] + words).joined(separator: "\n"))
        for index in stride(from: 0, to: words.count, by: 997) {
            #expect(tokenizer.tokenize(title: words[index], description: "", maximumCount: 8).ids == [2, Int64(index + 4), 3])
        }
    }
}
