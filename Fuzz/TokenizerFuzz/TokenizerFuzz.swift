import CLibFuzzer
import ModerationCore
import TextInput

private let entries = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b", "c", "##a", "##b", "##c", "ab", "##bc", "gun", "##s", "[", "]", "sep", "1",
    "##9", "é", "э", "##ы",
    "中", "ß", "fi",
]
private let tokenizer = try? WordPieceTokenizer(vocabularyFile: Array(entries.joined(separator: "\n").utf8), digest: "fuzz")
private let normaliser = try? TextNormaliser()

/// Any bytes become at most `maximumCount` ids of the vocabulary, and views whose text is valid.
private func fuzzTokenizer(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let tokenizer, let normaliser else { preconditionFailure("no tokenizer or normaliser") }
    let bytes = UnsafeBufferPointer(start: start, count: count)
    let cut = count / 4
    let title = String(decoding: bytes.prefix(cut), as: UTF8.self)
    let description = String(decoding: bytes.dropFirst(cut), as: UTF8.self)
    for maximumCount in [2, 3, 17, 128] {
        let ids = tokenizer.tokenize(title: title, description: description, maximumCount: maximumCount).ids
        precondition((2...maximumCount).contains(ids.count) && ids.first == 2 && ids.last == 3)
        precondition(ids.allSatisfy { (0..<Int64(entries.count)).contains($0) })
    }
    _ = normaliser.normalise(title, field: .title)
    _ = normaliser.normalise(description, field: .description)
    return 0
}

@_cdecl("TokenizerFuzz_main")
public func main(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var (count, words) = (count, words)
    return LLVMFuzzerRunDriver(&count, &words, fuzzTokenizer)
}
