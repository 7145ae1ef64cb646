internal import CHiredis

/// The constructors that every reader of this module uses: hiredis's own, arrays bounded.
enum BoundedReplyTable {
    /// `nil` without memory. Filled once (a static's initialiser runs once), never changed and never freed: a context frees its reader with this
    /// table after its last callback.
    nonisolated(unsafe) private static let table: UnsafeMutablePointer<redisReplyObjectFunctions>? = {
        let table = UnsafeMutablePointer<redisReplyObjectFunctions>.allocate(capacity: 1)
        table.initialize(to: redisReplyObjectFunctions())
        return holster_redis_make_table(table) == 0 ? table : nil
    }()

    /// False when the reader could not be bounded.
    static func bound(_ reader: UnsafeMutablePointer<redisReader>) -> Bool {
        guard let table else { return false }
        reader.pointee.fn = table
        return true
    }
}
