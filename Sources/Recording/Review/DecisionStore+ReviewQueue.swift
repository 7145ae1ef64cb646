internal import GRDB
public import ModerationCore

/// One thing that was done to a case.
public struct CaseAction: Sendable, Equatable {
    public var at: UnixTime
    public var actor: String
    /// `uphold` or `overturn`.
    public var action: String
    public var note: String
}

extension DecisionStore: ReviewQueue {
    /// A case that can no longer be read is left out and counted (``StoreStatistics/unreadableRowCount``): one bad row must not hide the queue.
    public func cases(status: CaseStatus?, limit: Int) async throws(StoreFailure) -> [ReviewCase] {
        let condition = status == nil ? "" : "WHERE status = ?"
        let arguments: StatementArguments = status.map { [$0.rawValue] } ?? []
        let rows = try await reading { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(CaseRow.columns) FROM review_case \(condition)
                    ORDER BY priority DESC, opened_at, id LIMIT \(max(0, limit))
                    """,
                arguments: arguments
            ).map { CaseRow($0) }
        }
        var cases: [ReviewCase] = []
        for row in rows {
            do throws(StoreFailure) {
                cases.append(try row.reviewCase())
            } catch {
                board.update { $0.unreadableRowCount += 1 }
            }
        }
        return cases
    }

    public func reviewCase(id: String) async throws(StoreFailure) -> ReviewCase? {
        let row = try await reading { try Self.fetch(id: id, from: $0) }
        return try row?.reviewCase()
    }

    public func resolve(
        caseID: String,
        resolution: CaseResolution,
        by reviewer: String,
        note: String
    ) async throws(StoreFailure) -> ReviewCase? {
        // SQLite's text ends at the first NUL: refuse instead of cutting what a person wrote.
        guard !reviewer.isEmpty, !reviewer.utf8.contains(0), !note.utf8.contains(0) else {
            throw StoreFailure("a resolution needs a reviewer's name, and no NUL characters")
        }
        let now = time.wallNow()
        let row: CaseRow?
        do {
            row = try await pool.write { database in
                try database.execute(
                    sql: """
                        UPDATE review_case SET status = 'resolved', resolved_at = ?, resolution = ?, resolved_by = ?, note = ?
                        WHERE id = ? AND status = 'open'
                        """,
                    arguments: [now.milliseconds, resolution.rawValue, reviewer, note, caseID]
                )
                let changed = database.changesCount == 1
                guard let row = try Self.fetch(id: caseID, from: database) else { return nil }
                guard changed else { throw StoreFailure(row.alreadyResolved) }
                try database.execute(
                    sql: "INSERT INTO case_action (case_id, at, actor, action, note) VALUES (?, ?, ?, ?, ?)",
                    arguments: [caseID, now.milliseconds, reviewer, resolution.rawValue, note]
                )
                return row
            }
        } catch let failure as StoreFailure {
            throw failure
        } catch {
            throw StoreFailure("cannot resolve case \(caseID): \(error)")
        }
        return try row?.reviewCase()
    }

    /// What was done to a case, oldest first.
    public func actions(caseID: String) async throws(StoreFailure) -> [CaseAction] {
        try await reading { database in
            try Row.fetchAll(
                database,
                sql: "SELECT at, actor, action, note FROM case_action WHERE case_id = ? ORDER BY id",
                arguments: [caseID]
            ).map { row in
                CaseAction(
                    at: UnixTime(milliseconds: Int64.fromDatabaseValue(row["at"]) ?? 0),
                    actor: String.fromDatabaseValue(row["actor"]) ?? "",
                    action: String.fromDatabaseValue(row["action"]) ?? "",
                    note: String.fromDatabaseValue(row["note"]) ?? ""
                )
            }
        }
    }

    private static func fetch(id: String, from database: Database) throws -> CaseRow? {
        try Row.fetchOne(database, sql: "SELECT \(CaseRow.columns) FROM review_case WHERE id = ?", arguments: [id]).map {
            CaseRow($0)
        }
    }
}

extension CaseRow {
    var alreadyResolved: String {
        "case \(id) was resolved before: \(resolution ?? "?") by \(resolvedBy ?? "?") at \(resolvedAt ?? 0) ms"
    }
}
