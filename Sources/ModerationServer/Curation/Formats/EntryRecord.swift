import ModerationCore

/// What one record of a file says of an entry; what it leaves out is `nil`. Nothing is checked yet but its shape.
package struct EntryRecord: Sendable, Equatable {
    /// As written.
    package var fingerprint: String
    package var id: String?
    package var source: String?
    package var reason: String?
    package var author: String?
    package var created: UnixTime?
    package var expires: UnixTime?
    package var state: BankEntry.State?
    package var note: String?
    package var changed: UnixTime?
    package var changedBy: String?

    package init(fingerprint: String) { self.fingerprint = fingerprint }

    package init(_ entry: BankEntry) {
        fingerprint = entry.fingerprint
        id = entry.id
        source = entry.source
        reason = entry.reason
        author = entry.author
        created = entry.created
        expires = entry.expires
        state = entry.state
        note = entry.note
        changed = entry.changed
        changedBy = entry.changedBy.isEmpty ? nil : entry.changedBy
    }
}

/// A record that became no entry; the others are not affected.
package struct RejectedLine: Sendable, Equatable {
    /// Where it begins, counting from 1.
    package let line: Int
    /// Names the field and what is wrong with it.
    package let reason: String

    package init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }
}

/// What is wrong with one record.
package struct RecordProblem: Error, Sendable, Equatable {
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}

/// Why a file cannot be read at all.
package struct FormatFailure: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
