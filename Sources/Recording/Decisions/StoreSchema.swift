internal import GRDB

/// The tables, as a list of migrations: a migration that was released is never edited, only followed by another.
///
/// Texts from outside live inside JSON columns, never in columns of their own: SQLite's text binding ends at the first NUL, JSON escapes it.
enum StoreSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 decisions") { database in
            try database.execute(
                sql: """
                    CREATE TABLE audit_event (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        request_id TEXT NOT NULL,
                        content_digest TEXT NOT NULL,
                        decision TEXT NOT NULL,
                        failed_open INTEGER NOT NULL,
                        case_id TEXT,
                        decided_at INTEGER NOT NULL, -- milliseconds since 1970, UTC
                        listing_id TEXT NOT NULL,
                        verdict TEXT NOT NULL, -- JSON
                        photos TEXT NOT NULL -- JSON: digest and fingerprint by index
                    );
                    -- Not unique: while Redis is away one request may be decided twice, and both decisions were answered.
                    CREATE INDEX audit_event_by_request ON audit_event (request_id, id);
                    CREATE INDEX audit_event_by_time ON audit_event (decided_at);

                    CREATE TABLE review_case (
                        id TEXT PRIMARY KEY NOT NULL,
                        request_id TEXT NOT NULL,
                        content_digest TEXT NOT NULL,
                        priority INTEGER NOT NULL,
                        status TEXT NOT NULL,
                        opened_at INTEGER NOT NULL,
                        resolved_at INTEGER,
                        resolution TEXT,
                        resolved_by TEXT,
                        note TEXT,
                        listing TEXT NOT NULL, -- JSON: text and context as they were uploaded
                        verdict TEXT NOT NULL, -- JSON
                        photos TEXT NOT NULL -- JSON: digest, fingerprint and what is kept, by index
                    ) WITHOUT ROWID;
                    CREATE INDEX review_case_in_order ON review_case (status, priority DESC, opened_at, id);

                    CREATE TABLE case_action (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        case_id TEXT NOT NULL,
                        at INTEGER NOT NULL,
                        actor TEXT NOT NULL,
                        action TEXT NOT NULL,
                        note TEXT NOT NULL
                    );
                    CREATE INDEX case_action_by_case ON case_action (case_id, id);

                    CREATE TABLE probe (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL);
                    """
            )
        }
        return migrator
    }
}
