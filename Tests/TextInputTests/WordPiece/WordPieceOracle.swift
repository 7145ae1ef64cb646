import Foundation
import TestSupport
import TextInput

/// HuggingFace tokenizers with one vocabulary, beside a tokenizer of ours with the same.
struct WordPieceOracle {
    struct Expected {
        var ids: [Int64]
        /// In characters; empty unless asked for.
        var offsets: [Range<Int>]
    }

    let casing: WordPieceCasing
    let vocabulary: [UInt8]
    let tokenizer: WordPieceTokenizer

    /// `casing.vocabulary` is BERT's where it is at hand (Tests/Oracles/text_wordpiece.py says where), else one made of listings.
    init(casing: WordPieceCasing) throws {
        self.casing = casing
        var samples = ListingSamples(seed: 1)
        let texts = (0..<4_000).map { _ in samples.text(parts: 4) }.joined(separator: "\n")
        vocabulary = [UInt8](
            try Oracle.run("text_wordpiece.py", arguments: ["vocabulary", casing.rawValue], input: Data(texts.utf8))
        )
        tokenizer = try WordPieceTokenizer(vocabularyFile: vocabulary, digest: "d", casing: casing)
    }

    /// A vocabulary of every scalar of `alphabet`, at the start of a word and within one.
    init(casing: WordPieceCasing, alphabet: String) throws {
        self.casing = casing
        vocabulary = [UInt8](
            try Oracle.run("text_wordpiece.py", arguments: ["alphabet", casing.rawValue], input: Data(alphabet.utf8))
        )
        tokenizer = try WordPieceTokenizer(vocabularyFile: vocabulary, digest: "d", casing: casing)
    }

    /// The vocabulary's entries without `##`.
    var pieces: [[UInt8]] {
        vocabulary.split(separator: UInt8(ascii: "\n")).map { entry in
            Array(entry.starts(with: "##".utf8) ? entry.dropFirst(2) : entry)
        }
    }

    func expected(_ texts: [String], maximumCount: Int, withOffsets: Bool) throws -> [Expected] {
        var input = Data()
        Self.append(vocabulary, to: &input)
        for text in texts { Self.append(Array(text.utf8), to: &input) }
        let output = try Oracle.run(
            "text_wordpiece.py",
            arguments: ["encode", casing.rawValue, withOffsets ? "offsets" : "ids", String(maximumCount)],
            input: input
        )
        let words = output.withUnsafeBytes { Array($0.bindMemory(to: Int32.self)) }
        var place = 0
        var expected: [Expected] = []
        expected.reserveCapacity(texts.count)
        while place < words.count {
            let count = Int(words[place])
            let ids = words[(place + 1)..<(place + 1 + count)].map(Int64.init)
            place += 1 + count
            var offsets: [Range<Int>] = []
            if withOffsets {
                offsets = (0..<count).map { Int(words[place + 2 * $0])..<Int(words[place + 2 * $0 + 1]) }
                place += 2 * count
            }
            expected.append(Expected(ids: ids, offsets: offsets))
        }
        return expected
    }

    /// Where each scalar of `text` starts in UTF-8, and the end: turns HuggingFace's offsets into ours.
    static func scalarStarts(of text: String) -> [Int] {
        var starts = [0]
        for scalar in text.unicodeScalars { starts.append((starts.last ?? 0) + scalar.utf8.count) }
        return starts
    }

    private static func append(_ block: [UInt8], to data: inout Data) {
        withUnsafeBytes(of: UInt32(block.count).littleEndian) { data.append(contentsOf: $0) }
        data.append(contentsOf: block)
    }
}
