/// What one change of a bank's entries may hold.
public enum BankBatch {
    /// Entries of one call. Lua unpacks four fields an entry, and at most 8,000.
    public static let entryLimit = 500
    /// Entries of one change of an import: Redis serves nobody else meanwhile, and listings wait for their sellers' features.
    public static let importEntryCount = 200
    /// Bytes of documents in one message of a log; a larger batch becomes several changes. A usual entry has 200 bytes, the longest 8 KiB.
    package static let byteLimit = 1 << 20

    /// Cuts documents into runs of at most ``byteLimit`` bytes; one document at least.
    package static func runs(_ sizes: [Int]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        var sum = 0
        for (index, size) in sizes.enumerated() {
            if index > start, sum + size > byteLimit {
                runs.append(start..<index)
                (start, sum) = (index, 0)
            }
            sum += size
        }
        if start < sizes.count { runs.append(start..<sizes.count) }
        return runs
    }
}
