import ModerationCore

/// What a bank holds, and what it did.
package struct BankSummary: Sendable, Equatable {
    package var bank: BankMetadata
    package var countsByState: [BankEntry.State: Int] = [:]
    package var countsByAuthor: [String: Int] = [:]
    package var expiredCount = 0
    package var malformedCount = 0
    package var newest: UnixTime?
    /// Of the server that answers; `nil` where it does not hold the bank, and where no server was asked.
    package var memory: BankInMemory?

    package init(bank: BankMetadata) { self.bank = bank }

    package var entryCount: Int { countsByState.values.reduce(0, +) }

    mutating func count(_ entry: BankEntry, now: UnixTime) {
        countsByState[entry.state, default: 0] += 1
        // Names come from outside: so many and no more.
        let author = countsByAuthor[entry.author] != nil || countsByAuthor.count < 1_000 ? entry.author : "(others)"
        countsByAuthor[author, default: 0] += 1
        if let expires = entry.expires, expires <= now { expiredCount += 1 }
        newest = max(newest ?? entry.created, entry.created)
    }
}

/// How a bank stands in a server's memory.
package struct BankInMemory: Sendable, Equatable {
    package var epoch: Int64
    package var entryCount: Int
    package var staleMilliseconds: Int64
    /// Photos that matched, since the server started.
    package var matchCount: Int
    /// Most first.
    package var mostMatched: [(entryID: String, count: Int)]

    package init(
        epoch: Int64,
        entryCount: Int,
        staleMilliseconds: Int64,
        matchCount: Int = 0,
        mostMatched: [(entryID: String, count: Int)] = []
    ) {
        self.epoch = epoch
        self.entryCount = entryCount
        self.staleMilliseconds = staleMilliseconds
        self.matchCount = matchCount
        self.mostMatched = mostMatched
    }

    package static func == (left: BankInMemory, right: BankInMemory) -> Bool {
        left.epoch == right.epoch && left.entryCount == right.entryCount && left.staleMilliseconds == right.staleMilliseconds
            && left.matchCount == right.matchCount && left.mostMatched.elementsEqual(right.mostMatched, by: ==)
    }
}
