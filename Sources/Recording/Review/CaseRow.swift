internal import GRDB
internal import ModerationCore

/// A row of `review_case` on its way out.
struct CaseRow: Sendable {
    static let columns =
        "id, request_id, priority, status, opened_at, resolved_at, resolution, resolved_by, note, listing, verdict, photos"

    private(set) var id: String
    private(set) var requestID: String
    private(set) var priority: Int
    private(set) var status: String
    private(set) var openedAt: Int64
    private(set) var resolvedAt: Int64?
    private(set) var resolution: String?
    private(set) var resolvedBy: String?
    private(set) var note: String?
    private(set) var listing: String
    private(set) var verdict: String
    private(set) var photos: String

    /// Columns of an unexpected type read as empty; ``reviewCase()`` then refuses the row.
    init(_ row: Row) {
        func text(_ column: String) -> String? { String.fromDatabaseValue(row[column]) }
        func number(_ column: String) -> Int64? { Int64.fromDatabaseValue(row[column]) }
        id = text("id") ?? ""
        requestID = text("request_id") ?? ""
        priority = Int(clamping: number("priority") ?? 0)
        status = text("status") ?? ""
        openedAt = number("opened_at") ?? 0
        resolvedAt = number("resolved_at")
        resolution = text("resolution")
        resolvedBy = text("resolved_by")
        note = text("note")
        listing = text("listing") ?? ""
        verdict = text("verdict") ?? ""
        photos = text("photos") ?? ""
    }

    func reviewCase() throws(StoreFailure) -> ReviewCase {
        guard let priority = CasePriority(rawValue: priority), let status = CaseStatus(rawValue: status) else {
            throw StoreFailure("case \(id) is damaged: priority \(priority), status '\(status)'")
        }
        let listing = try StoreJSON.decode(FrozenListing.self, from: listing)
        return ReviewCase(
            id: id,
            requestID: requestID,
            listingID: listing.listingID,
            priority: priority,
            status: status,
            openedAt: UnixTime(milliseconds: openedAt),
            resolvedAt: resolvedAt.map { UnixTime(milliseconds: $0) },
            resolution: resolution.flatMap { CaseResolution(rawValue: $0) },
            resolvedBy: resolvedBy,
            note: note,
            title: listing.title,
            description: listing.description,
            category: listing.category,
            region: listing.region,
            sellerID: listing.sellerID,
            verdict: try StoreJSON.decode(Verdict.self, from: verdict),
            photoDigests: try StoreJSON.decode([FrozenPhoto].self, from: photos).map(\.digest)
        )
    }
}
