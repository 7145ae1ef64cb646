import CLibFuzzer
import ModerationCore
import TextInput

private let entries = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b", "c", "##a", "##b", "##c", "ab", "##bc", "gun", "##s", "[", "]", "sep", "1",
    "##9", "é", "э", "##ы",
    "中", "ß", "fi",
]
private let vocabulary = Array(entries.joined(separator: "\n").utf8)
private let tokenizers = WordPieceCasing.allCases.compactMap {
    try? WordPieceTokenizer(vocabularyFile: vocabulary, digest: "fuzz", casing: $0)
}
private let normaliser = try? TextNormaliser()

/// Any bytes become at most `maximumCount` ids of the vocabulary, the same as of the repaired text and as the located ones, whose ranges lie
/// within the bytes; and views whose text is valid.
private func fuzzTokenizer(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let normaliser, tokenizers.count == 2 else { preconditionFailure("no tokenizer or normaliser") }
    let bytes = UnsafeBufferPointer(start: start, count: count)
    let cut = count / 4
    let (first, second) = (UnsafeBufferPointer(rebasing: bytes.prefix(cut)), UnsafeBufferPointer(rebasing: bytes.dropFirst(cut)))
    let title = String(decoding: bytes.prefix(cut), as: UTF8.self)
    let description = String(decoding: bytes.dropFirst(cut), as: UTF8.self)
    for tokenizer in tokenizers {
        for maximumCount in [2, 3, 17, 128] {
            let ids = tokenizer.tokenize(title: first, description: second, maximumCount: maximumCount).ids
            precondition((2...maximumCount).contains(ids.count) && ids.first == 2 && ids.last == 3)
            precondition(ids.allSatisfy { (0..<Int64(entries.count)).contains($0) })
            precondition(ids == tokenizer.tokenize(title: title, description: description, maximumCount: maximumCount).ids)
        }
        let located = tokenizer.locate(second, maximumCount: 128)
        let ids = tokenizer.tokenize(title: "", description: description, maximumCount: 128).ids
        precondition(located.ids == ids && located.ranges.allSatisfy { $0.upperBound <= second.count })
    }
    _ = normaliser.normalise(title, field: .title)
    _ = normaliser.normalise(description, field: .description)
    return 0
}

@_cdecl("TokenizerFuzz_main")
public func main(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var (count, words) = (count, words)
    // Made before the clock of the first input runs: the tables of every scalar take seconds under the sanitizer.
    precondition(tokenizers.count == 2 && normaliser != nil)
    return LLVMFuzzerRunDriver(&count, &words, fuzzTokenizer)
}
