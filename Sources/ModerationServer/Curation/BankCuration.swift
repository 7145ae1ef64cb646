import ModerationCore

/// What a curator does with banks, wherever they are: `holster bank` speaks to Redis or to a server through it, and the service to Redis.
///
/// Whoever changes something is the author, and is known when the conformer is made.
package protocol BankCuration: Sendable {
    func banks() async throws(CurationFailure) -> [BankMetadata]

    /// The bank as it is then; with `isDryRun` as it would be, at epoch 0.
    func create(_ draft: BankDraft, reason: String, isDryRun: Bool) async throws(CurationFailure) -> BankMetadata
    /// `nil` leaves things as they are.
    func update(
        bank: String,
        radius: Int?,
        state: BankMetadata.State?,
        reason: String,
        isDryRun: Bool
    ) async throws(CurationFailure) -> BankMetadata
    /// The bank as it was, at the epoch of its end.
    func drop(bank: String, reason: String, isDryRun: Bool) async throws(CurationFailure) -> BankMetadata

    /// Hands a bank's entries over in batches; returns how many values were no entries.
    func entries(
        bank: String,
        matching filter: EntryFilter,
        _ body: ([BankEntry]) async throws(CurationFailure) -> Void
    ) async throws(CurationFailure) -> Int

    /// All of them or none, at most ``CurationLimits/entriesPerCall``.
    func add(
        _ records: [EntryRecord],
        bank: String,
        terms: EntryTerms,
        isDryRun: Bool
    ) async throws(CurationFailure) -> AddedEntries
    func addPhoto(
        _ content: ArraySlice<UInt8>,
        bank: String,
        terms: EntryTerms,
        isDryRun: Bool
    ) async throws(CurationFailure) -> AddedEntries

    func remove(entryIDs: [String], bank: String, reason: String) async throws(CurationFailure) -> ChangedEntries
    func move(entryIDs: [String], from: String, to: String, reason: String) async throws(CurationFailure) -> ChangedEntries
    func setState(
        _ state: BankEntry.State,
        entryIDs: [String],
        bank: String,
        reason: String
    ) async throws(CurationFailure) -> ChangedEntries

    func importEntries<Source: ImportSource>(
        from source: inout Source,
        _ plan: ImportPlan
    ) async throws(CurationFailure) -> ImportReport
    /// Hands the file over in pieces.
    func exportEntries(
        bank: String,
        format: EntryFormat,
        states: Set<BankEntry.State>,
        _ body: (ExportPiece) async throws(CurationFailure) -> Void
    ) async throws(CurationFailure)

    /// Of one bank, or of all.
    func statistics(bank: String?) async throws(CurationFailure) -> [BankSummary]
    /// The nearest `limit` entries of one bank, or of each.
    func explain(photo content: ArraySlice<UInt8>, bank: String?, limit: Int) async throws(CurationFailure) -> PhotoExplanation
}

package enum CurationLimits {
    /// Fingerprints or entry ids in one call.
    package static let entriesPerCall = 500
    /// Entries of a bank that an explanation shows.
    package static let neighbours = 100

    static func check(entryIDs: [String]) throws(CurationFailure) {
        guard (1...entriesPerCall).contains(entryIDs.count) else {
            throw CurationFailure(.invalid, "entry_ids: \(entryIDs.count), from 1 to \(entriesPerCall)")
        }
        for id in entryIDs {
            do { try TextLimit.id.check(id) } catch { throw CurationFailure(.invalid, "entry_ids: \(error.reason)") }
        }
    }
}

package struct AddedEntries: Sendable, Equatable {
    /// 0 in a dry run.
    package var epoch: Int64
    package var entries: [BankEntry]

    package init(epoch: Int64, entries: [BankEntry]) {
        self.epoch = epoch
        self.entries = entries
    }
}

package struct ChangedEntries: Sendable, Equatable {
    package var epoch: Int64
    /// Of those named, the ones that were there.
    package var count: Int

    package init(epoch: Int64, count: Int) {
        self.epoch = epoch
        self.count = count
    }
}

package struct ExportPiece: Sendable, Equatable {
    package var bytes: ArraySlice<UInt8>
    /// So far.
    package var entryCount: Int
    package var leftOutCount: Int

    package init(bytes: ArraySlice<UInt8>, entryCount: Int, leftOutCount: Int) {
        self.bytes = bytes
        self.entryCount = entryCount
        self.leftOutCount = leftOutCount
    }
}
