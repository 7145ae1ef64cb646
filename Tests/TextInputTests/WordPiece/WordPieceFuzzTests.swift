import Foundation
import TestSupport
import Testing
import TextInput

/// Ids and offsets against HuggingFace tokenizers, both casings.
@Suite struct WordPieceFuzzTests {
    /// Of both casings together.
    static let textCount =
        ProcessInfo.processInfo.environment["HOLSTER_FUZZ_STRINGS"].flatMap { Int($0) }.map { max(2, $0) } ?? 1_000_000

    private struct Difference {
        var count = 0
        var examples: [String] = []

        mutating func add(_ text: String, _ ours: Any, _ theirs: Any) {
            count += 1
            if examples.count < 20 { examples.append("\(text.debugDescription): ours \(ours), theirs \(theirs)") }
        }
    }

    /// Ids of the bytes as they are and of the repaired string, and offsets, where HuggingFace gives some.
    private func compare(
        _ texts: [[UInt8]],
        with expected: [WordPieceOracle.Expected],
        _ tokenizer: WordPieceTokenizer,
        maximumCount: Int
    ) -> Difference {
        var difference = Difference()
        let empty = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        for (bytes, theirs) in zip(texts, expected) {
            let text = String(decoding: bytes, as: UTF8.self)
            let ids = bytes.withUnsafeBufferPointer {
                tokenizer.tokenize(title: $0, description: empty, maximumCount: maximumCount).ids
            }
            if ids != theirs.ids { difference.add(text, ids, theirs.ids) }
            if theirs.offsets.isEmpty { continue }
            let located = tokenizer.locate(text, maximumCount: maximumCount)
            let starts = WordPieceOracle.scalarStarts(of: text)
            let offsets = theirs.offsets.map { starts[$0.lowerBound]..<starts[$0.upperBound] }
            if located.ids != theirs.ids { difference.add(text, located.ids, theirs.ids) }
            if located.ranges != offsets { difference.add(text, located.ranges, offsets) }
            // Offsets in repaired bytes differ.
            if bytes.elementsEqual(text.utf8) { continue }
            let ofBytes = bytes.withUnsafeBufferPointer { tokenizer.locate($0, maximumCount: maximumCount) }
            if ofBytes.ids != theirs.ids { difference.add(text, ofBytes.ids, theirs.ids) }
            if !ofBytes.ranges.allSatisfy({ $0.upperBound <= bytes.count }) { difference.add(text, ofBytes.ranges, bytes.count) }
        }
        return difference
    }

    @Test(.enabled(if: Repository.oraclePython != nil), arguments: WordPieceCasing.allCases)
    func tokenize_fuzzedBytes_equalsHuggingFace(casing: WordPieceCasing) throws {
        let oracle = try WordPieceOracle(casing: casing)
        var fuzz = FuzzTexts(seed: casing == .cased ? 41 : 42, pieces: oracle.pieces)
        var remaining = Self.textCount / 2
        var chunk = 0
        var difference = Difference()
        while remaining > 0 {
            // Every fourth chunk is cut early.
            let maximumCount = chunk % 4 == 3 ? 12 : 128
            let texts = (0..<min(remaining, 25_000)).map { _ in fuzz.next() }
            let expected = try oracle.expected(
                texts.map { String(decoding: $0, as: UTF8.self) },
                maximumCount: maximumCount,
                withOffsets: chunk % 2 == 0
            )
            try #require(expected.count == texts.count)
            let found = compare(texts, with: expected, oracle.tokenizer, maximumCount: maximumCount)
            difference.count += found.count
            difference.examples += found.examples
            remaining -= texts.count
            chunk += 1
        }
        print(
            "WordPiece, \(casing): \(Self.textCount / 2) fuzzed texts, vocabulary of \(oracle.tokenizer.entryCount): \(difference.count) differ"
        )
        #expect(difference.count == 0, "\(difference.examples.prefix(20).joined(separator: "\n"))")
    }

    @Test(.enabled(if: Repository.oraclePython != nil), arguments: WordPieceCasing.allCases)
    func tokenize_everyScalar_equalsHuggingFace(casing: WordPieceCasing) throws {
        var difference = Difference()
        var count = 0
        for plane in UInt32(0)...16 {
            // Eight scalars in a text, each within a word and alone, so that joining, splitting and dropping show.
            let texts = stride(from: plane << 16, to: (plane + 1) << 16, by: 8).map { start in
                var text = ""
                for scalar in (start..<(start + 8)).compactMap(Unicode.Scalar.init) {
                    count += 1
                    text.unicodeScalars += ["b", scalar, "a", " ", scalar, " "]
                }
                return text
            }
            let oracle = try WordPieceOracle(casing: casing, alphabet: texts.joined())
            let expected = try oracle.expected(texts, maximumCount: 512, withOffsets: true)
            try #require(expected.count == texts.count)
            let found = compare(texts.map { Array($0.utf8) }, with: expected, oracle.tokenizer, maximumCount: 512)
            difference.count += found.count
            difference.examples += found.examples
        }
        print("WordPiece, \(casing): \(count) scalars, ids and offsets: \(difference.count) differ")
        #expect(difference.count == 0, "\(difference.examples.prefix(20).joined(separator: "\n"))")
    }
}
