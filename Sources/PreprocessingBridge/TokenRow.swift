/// Where the ids and the mask of one text go: `length` values each.
struct TokenRow {
    let ids: UnsafeMutablePointer<Int64>
    let mask: UnsafeMutablePointer<Int64>?
    let length: Int

    /// Writes the mask of the first `count` ids, and zeros behind them when `isPadded`.
    func finish(count: Int, isPadded: Bool) {
        let count = min(max(0, count), length)
        mask?.update(repeating: 1, count: count)
        guard isPadded else { return }
        (ids + count).update(repeating: 0, count: length - count)
        if let mask { (mask + count).update(repeating: 0, count: length - count) }
    }
}
