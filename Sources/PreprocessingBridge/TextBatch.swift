/// The arrays of one `holster_tokenize_batch`.
///
/// `@unchecked Sendable`: the caller leaves all of them alone until the call returns, and each row is touched by one thread.
struct TextBatch: @unchecked Sendable {
    let titles: TextColumn
    let descriptions: TextColumn
    let length: Int
    let ids: UnsafeMutablePointer<Int64>
    let mask: UnsafeMutablePointer<Int64>?
    let counts: UnsafeMutablePointer<Int64>?

    /// Fills one row; returns how many ids it has.
    func tokenize(_ index: Int, with tokenizer: BridgedTokenizer) -> Int {
        let offset = index * length
        let row = TokenRow(ids: ids + offset, mask: mask.map { $0 + offset }, length: length)
        let count = tokenizer.fill(row, title: titles[index], description: descriptions[index], isPadded: true)
        counts?[index] = Int64(count)
        return count
    }
}
