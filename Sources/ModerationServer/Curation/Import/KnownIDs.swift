/// The ids that a file gave so far, and where, in 24 bytes each rather than in full: a file may have millions. Of ids behind the first
/// ``limit`` nobody knows; where one of those comes twice, the last one stays.
struct KnownIDs {
    private static let limit = 4 << 20

    /// By a hash with a random key; among a million ids two share one by chance once in thirty million files, and the second is then reported as a
    /// line that repeats the first.
    private var lines: [Int: UInt32] = [:]

    /// The line on which the id was before; `nil` when it is new.
    mutating func insert(_ id: String, line: Int) -> Int? {
        var hasher = Hasher()
        hasher.combine(id)
        let hash = hasher.finalize()
        if let earlier = lines[hash] { return Int(earlier) }
        if lines.count < Self.limit { lines[hash] = UInt32(clamping: line) }
        return nil
    }
}
