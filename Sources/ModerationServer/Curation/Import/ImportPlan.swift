import ModerationCore

/// What an import is to do with a file.
package struct ImportPlan: Sendable, Equatable {
    package var bank: String
    package var format: EntryFormat?
    package var terms: EntryTerms
    /// Authors that the file names stay.
    package var keepsAuthors: Bool
    /// Check everything, add nothing.
    package var isDryRun: Bool

    /// `format` is `nil` where entries come as such, and not as a file.
    package init(
        bank: String,
        format: EntryFormat?,
        terms: EntryTerms,
        keepsAuthors: Bool = false,
        isDryRun: Bool = false
    ) {
        self.bank = bank
        self.format = format
        self.terms = terms
        self.keepsAuthors = keepsAuthors
        self.isDryRun = isDryRun
    }
}

/// Where an import reads from: pieces of a file, or entries.
package protocol ImportSource {
    /// `nil` at the end.
    mutating func next() async throws(CurationFailure) -> ImportPart?
}

package enum ImportPart: Sendable {
    case bytes(ArraySlice<UInt8>)
    case records([EntryRecord])
}

/// What became of an import.
package struct ImportReport: Sendable, Equatable {
    package static let shownRejections = 20

    /// After the last batch; 0 where nothing was added.
    package var epoch: Int64 = 0
    package var acceptedCount = 0
    /// Beside those accepted: sound, but quarantined in the bank, where they stayed as they are.
    package var quarantinedCount = 0
    package var rejectedCount = 0
    /// The first ``shownRejections``.
    package var rejected: [RejectedLine] = []

    package init() {}

    mutating func reject(_ line: RejectedLine) {
        rejectedCount += 1
        if rejected.count < Self.shownRejections { rejected.append(line) }
    }
}
