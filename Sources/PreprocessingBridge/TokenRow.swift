/// Where the ids and the mask of one text go: `length` values each.
struct TokenRow {
    let ids: UnsafeMutablePointer<Int64>
    let mask: UnsafeMutablePointer<Int64>?
    let length: Int

    /// Writes ids and mask, with zeros behind them when `isPadded`; returns how many ids were written.
    func write(_ values: [Int64], isPadded: Bool) -> Int {
        let count = min(values.count, length)
        for index in 0..<count {
            ids[index] = values[index]
            mask?[index] = 1
        }
        if isPadded {
            (ids + count).update(repeating: 0, count: length - count)
            if let mask { (mask + count).update(repeating: 0, count: length - count) }
        }
        return count
    }
}
