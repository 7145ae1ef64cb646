import Foundation
import TestSupport
import Testing
import TextInput

@Suite struct BertWordsTests {
    @Test(.enabled(if: Repository.oraclePython != nil))
    func words_ofMixedTexts_equalHuggingFace() throws {
        var samples = ListingSamples(seed: 11)
        let marks: [Unicode.Scalar] = [
            "\u{302E}", "\u{302F}", "\u{16FF0}", "\u{1D165}", "\u{1D166}", "\u{1D16E}", "\u{301}", "\u{328}", "\u{E31}", "a",
            "\u{1100}",
        ]
        var random = SeededRandom(seed: 12)
        var texts = (0..<500).map { _ in samples.text(parts: 6) }
        for _ in 0..<500 {
            var text = ""
            for _ in 0..<Int.random(in: 1..<12, using: &random) {
                text.unicodeScalars.append(marks[Int.random(in: 0..<marks.count, using: &random)])
            }
            texts.append(text)
        }
        let answer = try Oracle.run("text_bert_words.py", input: JSONEncoder().encode(texts))
        let expected = try JSONDecoder().decode([[String]].self, from: answer)
        try #require(expected.count == texts.count)
        for (text, words) in zip(texts, expected) {
            // Words over 100 scalars are kept only in part.
            let ours = WordPieceTokenizer.words(of: text)
            try #require(ours.count == words.count, "\(text.debugDescription)")
            for (one, other) in zip(ours, words) where other.unicodeScalars.count <= 100 {
                #expect(Array(one.utf8) == Array(other.utf8), "\(text.debugDescription)")
            }
        }
    }

    @Test func words_ofPlainText_areLowerCaseWithoutAccents() {
        #expect(WordPieceTokenizer.words(of: "Crème BRÛLÉE, 9mm!") == ["creme", "brulee", ",", "9mm", "!"])
        #expect(WordPieceTokenizer.words(of: "東京tower") == ["東", "京", "tower"])
        #expect(WordPieceTokenizer.words(of: "gl\u{200B}ock\u{0}") == ["glock"])
        #expect(WordPieceTokenizer.words(of: " \t\r\n\u{3000}") == [])
    }
}
