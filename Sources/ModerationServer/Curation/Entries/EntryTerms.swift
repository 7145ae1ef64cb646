import ModerationCore

/// What entries that are added together have in common, where their own record says nothing else.
package struct EntryTerms: Sendable, Equatable {
    package var reason: String
    package var source: String
    package var note: String
    package var expires: UnixTime?
    package var state: BankEntry.State

    package init(
        reason: String,
        source: String = "",
        note: String = "",
        expires: UnixTime? = nil,
        state: BankEntry.State = .live
    ) {
        self.reason = reason
        self.source = source
        self.note = note
        self.expires = expires
        self.state = state
    }
}

/// Which entries of a bank are meant.
package struct EntryFilter: Sendable, Equatable {
    /// Empty: every state.
    package var states: Set<BankEntry.State>
    /// `nil`: everybody's.
    package var author: String?
    /// `nil`: all of them.
    package var limit: Int?

    package init(states: Set<BankEntry.State> = [], author: String? = nil, limit: Int? = nil) {
        self.states = states
        self.author = author
        self.limit = limit
    }

    func includes(_ entry: BankEntry) -> Bool {
        (states.isEmpty || states.contains(entry.state)) && (author ?? entry.author) == entry.author
    }
}
