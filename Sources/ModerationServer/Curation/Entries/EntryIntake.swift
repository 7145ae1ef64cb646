import ModerationCore
import RedisAdapter

/// Makes a bank's entry of a record, or says why it may not become one: the one door to every bank.
package struct EntryIntake: Sendable {
    private let fingerprintKind: FingerprintKind
    private let terms: EntryTerms
    private let author: String
    private let keepsAuthors: Bool
    private let now: UnixTime

    /// `author` is whoever adds; with `keepsAuthors` a record's own goes before.
    package init(
        fingerprintKind: FingerprintKind,
        terms: EntryTerms,
        author: String,
        keepsAuthors: Bool = false,
        now: UnixTime
    ) {
        self.fingerprintKind = fingerprintKind
        self.terms = terms
        self.author = author
        self.keepsAuthors = keepsAuthors
        self.now = now
    }

    package func entry(_ record: EntryRecord) throws(RecordProblem) -> BankEntry {
        let fingerprint = try FingerprintText.checked(record.fingerprint, fingerprintKind)
        let id = record.id ?? FingerprintText.entryID(fingerprint, fingerprintKind)
        try TextLimit.id.check(id)
        guard BankEntryDocument.isValid(id: id) else {
            throw RecordProblem("id: 1 to 128 bytes without control characters, accents as one character with their letter (NFC)")
        }
        let reason = record.reason ?? terms.reason
        guard !reason.isEmpty else { throw RecordProblem("reason: required, 1 to \(TextLimit.reason.characterCount) characters") }
        try TextLimit.reason.check(reason)
        let source = record.source ?? terms.source
        try TextLimit.source.check(source)
        let note = record.note ?? terms.note
        try TextLimit.note.check(note)
        let changedBy = keepsAuthors ? record.changedBy ?? "" : ""
        try TextLimit.changedBy.check(changedBy)
        let author = keepsAuthors ? record.author ?? author : author
        try TextLimit.author.check(author)
        return BankEntry(
            id: id,
            fingerprint: fingerprint,
            source: source,
            reason: reason,
            author: author,
            created: record.created ?? now,
            expires: record.expires ?? terms.expires,
            state: record.state ?? terms.state,
            note: note,
            changed: keepsAuthors ? record.changed : nil,
            changedBy: changedBy
        )
    }
}
