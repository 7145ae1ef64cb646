internal import GRDB
internal import ModerationCore
internal import Synchronization

/// Writes batches of rows, one transaction and so one flush a batch. Its calls block: they belong on the writer's thread.
final class DecisionJournal: Sendable {
    /// Twice SQLite's usual 1,000 pages.
    private static let checkpointBytes = 8 << 20

    private let pool: DatabasePool
    private let statistics: StatisticsBoard
    /// Bytes in the write-ahead log that were not moved yet, roughly.
    private let unmoved = Mutex(0)

    init(pool: DatabasePool, statistics: StatisticsBoard) {
        self.pool = pool
        self.statistics = statistics
    }

    /// One result a row, `nil` for success.
    func write(_ rows: [DecisionRow]) -> [StoreFailure?] {
        defer { checkpoint(after: rows) }
        do {
            try insert(rows)
            return rows.map { _ in nil }
        } catch {
            guard rows.count > 1, Self.mayBeOneRowsFault(error) else { return failed(rows.map { _ in error }) }
            return writeOneByOne(rows)
        }
    }

    /// A batch that failed is tried again row by row, so that a poisonous one does not take its neighbours along. When two rows in a row fail of
    /// something else than their own content, the store is at fault: the rest fails at once, instead of one timeout each.
    private func writeOneByOne(_ rows: [DecisionRow]) -> [StoreFailure?] {
        var errors: [(any Error)?] = []
        var strikes = 0
        for row in rows {
            if strikes >= 2 {
                errors.append(errors.last ?? nil)
                continue
            }
            do {
                try insert([row])
                errors.append(nil)
                strikes = 0
            } catch {
                errors.append(error)
                strikes = Self.isOwnFault(error) ? 0 : strikes + 1
            }
        }
        return failed(errors)
    }

    private func insert(_ rows: [DecisionRow]) throws {
        let notes = try pool.writeWithoutTransaction { database in
            var notes: [InsertionNotes] = []
            // Immediate: waits for another process's transaction at its start, where a wait is allowed, and never fails halfway.
            try database.inTransaction(.immediate) {
                for row in rows { notes.append(try row.insert(into: database)) }
                return .commit
            }
            return notes
        }
        statistics.update { values in
            values.recordCount += rows.count
            values.batchCount += 1
            values.largestBatch = max(values.largestBatch, rows.count)
            values.duplicateRequestCount += notes.count { $0.isDuplicateRequest }
            values.caseCollisionCount += notes.count { $0.isCaseCollision }
        }
    }

    private func failed(_ errors: [(any Error)?]) -> [StoreFailure?] {
        statistics.update { $0.failedRecordCount += errors.count { $0 != nil } }
        return errors.map { error in error.map { StoreFailure("cannot write the decision: \($0)") } }
    }

    /// A lock, an I/O error or a damaged file hits every row alike; a full disk may leave room for the smaller ones.
    private static func mayBeOneRowsFault(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        return isOwnFault(error) || [.SQLITE_FULL, .SQLITE_NOMEM].contains(error.resultCode)
    }

    private static func isOwnFault(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        return [.SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISMATCH, .SQLITE_RANGE].contains(error.resultCode)
    }

    /// Moves the write-ahead log into the database between two commits instead of inside one, once about ``Self/checkpointBytes`` were written.
    /// A reader in the way only postpones it; an error shows at the next write.
    private func checkpoint(after rows: [DecisionRow]) {
        // A row is written to its table and its indexes, and each batch dirties about 16 pages of 4 KiB however small it is.
        let written = rows.reduce(16 * 4_096) { $0 + 2 * $1.approximateByteCount }
        let isDue = unmoved.withLock { bytes in
            bytes += written
            if bytes < Self.checkpointBytes { return false }
            bytes = 0
            return true
        }
        if isDue { _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.passive) } }
    }
}
