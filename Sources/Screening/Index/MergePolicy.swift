/// Which tables are merged when: sizes stay in geometric steps, so that a lookup visits few tables and an entry is rewritten a few times.
package struct MergePolicy: Sendable {
    /// Entries of a delta. A lookup scans up to this many, and more while a merge is behind.
    package var deltaCapacity = 4_096
    /// A segment is merged with what is newer when it is less than this many times as large.
    package var ratio = 4
    /// Merges of more entries run beside the smaller ones, of which one runs at a time: a merge of millions takes seconds, in which deltas
    /// must not pile up.
    package var largeEntryCount = 1 << 20
    /// A segment of which at most this part still counts is written anew.
    package var leastLiveShare = 0.5

    package init() {}

    package struct Table: Equatable {
        package var liveCount: Int
        package var count: Int
        package var isDelta: Bool

        package init(liveCount: Int, count: Int, isDelta: Bool) {
            self.liveCount = liveCount
            self.count = count
            self.isDelta = isDelta
        }
    }

    /// The positions of the tables to merge next, out of those that no merge has taken; `nil` when nothing needs it.
    package func next(_ tables: [Table], mayBeLarge: Bool, mayBeSmall: Bool) -> [Int]? {
        func isAllowed(_ entryCount: Int) -> Bool { entryCount > largeEntryCount ? mayBeLarge : mayBeSmall }
        // Deltas first, then from the smallest segment up.
        let order = tables.indices.sorted { left, right in
            let (left, right) = (tables[left], tables[right])
            return left.isDelta != right.isDelta ? left.isDelta : left.liveCount < right.liveCount
        }
        var best: [Int]?
        var sum = 0
        for (place, index) in order.enumerated() {
            let table = tables[index]
            let joins = table.isDelta || (place > 0 && table.liveCount < ratio * sum)
            sum += table.liveCount
            if joins, isAllowed(sum) { best = Array(order[...place]) }
        }
        if let best { return best }
        return tables.indices.first { index in
            let table = tables[index]
            return isWorthRewriting(liveCount: table.liveCount, count: table.count) && isAllowed(table.liveCount)
        }.map { [$0] }
    }

    package func isWorthRewriting(liveCount: Int, count: Int) -> Bool { Double(liveCount) <= leastLiveShare * Double(count) }
}
