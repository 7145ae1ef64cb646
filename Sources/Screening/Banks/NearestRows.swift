/// The nearest rows of a lookup, in bounded memory however many match: one candidate a row, the nearest.
struct NearestRows {
    struct Candidate {
        var row: UInt32
        var distance: Int
        /// Which of the queries was nearest; the first of several.
        var query: Int
    }

    private static let bufferLimit = 1_024

    private let limit: Int
    private let table: EntryRows
    private var candidates: [Candidate] = []
    /// Rows farther than this cannot be among the nearest any more, and at this distance only those whose id comes before.
    private var cutoff = Int.max
    private var cutoffID = ""

    init(limit: Int, table: EntryRows) {
        self.limit = limit
        self.table = table
    }

    mutating func add(_ row: UInt32, distance: Int, query: Int) {
        if distance >= cutoff {
            // A bank may hold one fingerprint many times over.
            guard distance == cutoff, table.id(row) < cutoffID else { return }
        }
        candidates.append(Candidate(row: row, distance: distance, query: query))
        if candidates.count >= Self.bufferLimit { prune() }
    }

    mutating func finish() -> [Candidate] {
        prune()
        return candidates
    }

    private mutating func prune() {
        candidates.sort { ($0.row, $0.distance, $0.query) < ($1.row, $1.distance, $1.query) }
        var unique: [Candidate] = []
        for candidate in candidates where candidate.row != unique.last?.row { unique.append(candidate) }
        unique.sort { $0.distance < $1.distance }
        if unique.count > limit {
            // Ids decide between equal distances, so that equal lookups give equal answers; no others are made.
            let last = unique[limit - 1].distance
            unique.removeAll { $0.distance > last }
        }
        let named = unique.map { (candidate: $0, id: table.id($0.row)) }
            .sorted { ($0.candidate.distance, $0.id) < ($1.candidate.distance, $1.id) }
        let nearest = named.prefix(limit)
        candidates = nearest.map(\.candidate)
        if nearest.count == limit, let last = nearest.last { (cutoff, cutoffID) = (last.candidate.distance, last.id) }
    }
}
