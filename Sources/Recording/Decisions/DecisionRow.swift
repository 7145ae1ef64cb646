internal import GRDB
internal import ModerationCore

/// A record as its columns, encoded before it joins a batch: whatever cannot be encoded fails alone.
struct DecisionRow: Sendable {
    struct Case: Sendable {
        var id: String
        var priority: Int
        var listing: String
        var verdict: String
        var photos: String
    }

    var requestID: String
    var listingID: String
    var contentDigest: String
    var decision: String
    var failedOpen: Bool
    var decidedAt: Int64
    var verdict: String
    var photos: String
    var reviewCase: Case?

    init(_ record: DecisionRecord, evidence: [PhotoEvidence]) throws(StoreFailure) {
        requestID = record.verdict.requestID
        listingID = record.verdict.listingID
        contentDigest = record.contentDigest
        decision = record.verdict.decision.rawValue
        failedOpen = record.verdict.failedOpen
        decidedAt = record.verdict.decidedAt.milliseconds
        verdict = try StoreJSON.encode(record.verdict)
        var frozen: [FrozenPhoto] = []
        for (index, digest) in record.photoDigests.enumerated() {
            let fingerprint = index < record.photoFingerprints.count ? record.photoFingerprints[index] : ""
            frozen.append(FrozenPhoto(digest: digest, fingerprint: fingerprint))
        }
        photos = try StoreJSON.encode(frozen)
        guard let priority = record.casePriority else { return }
        guard let caseID = record.verdict.caseID, !caseID.isEmpty else {
            throw StoreFailure("request \(record.verdict.requestID) has a case priority and no case id")
        }
        var caseVerdict = record.verdict
        if let annotation = Self.annotation(of: evidence) { caseVerdict.annotations.append(annotation) }
        for index in frozen.indices where index < evidence.count { frozen[index].kept = evidence[index].spelling }
        reviewCase = Case(
            id: caseID,
            priority: priority.rawValue,
            listing: try StoreJSON.encode(FrozenListing(record.listing)),
            verdict: try StoreJSON.encode(caseVerdict),
            photos: try StoreJSON.encode(frozen)
        )
    }

    var approximateByteCount: Int {
        let common = 256 + verdict.utf8.count + photos.utf8.count
        guard let reviewCase else { return common }
        return common + reviewCase.listing.utf8.count + reviewCase.verdict.utf8.count + reviewCase.photos.utf8.count
    }

    /// Says which photos are not kept whole; `nil` when all are.
    private static func annotation(of evidence: [PhotoEvidence]) -> Annotation? {
        let parts = evidence.enumerated().compactMap { index, photo -> String? in
            switch photo {
            case .whole: nil
            case .reduced: "photo \(index) kept at 512 pixels"
            case .missing(let why): "photo \(index) not kept (\(why))"
            }
        }
        return parts.isEmpty ? nil : Annotation(code: .evidenceReduced, detail: parts.joined(separator: "; "))
    }
}

extension PhotoEvidence {
    var spelling: String {
        switch self {
        case .whole: "whole"
        case .reduced: "reduced"
        case .missing: "missing"
        }
    }
}

/// What inserting one row came upon.
struct InsertionNotes {
    var isDuplicateRequest = false
    var isCaseCollision = false
}

extension DecisionRow {
    func insert(into database: Database) throws -> InsertionNotes {
        var notes = InsertionNotes()
        let earlier = try database.cachedStatement(sql: "SELECT 1 FROM audit_event WHERE request_id = ? LIMIT 1")
        notes.isDuplicateRequest = try Int.fetchOne(earlier, arguments: [requestID]) != nil
        var caseID: String?
        if let reviewCase {
            (caseID, notes.isCaseCollision) = try open(reviewCase, in: database)
        }
        let event = try database.cachedStatement(
            sql: """
                INSERT INTO audit_event
                    (request_id, content_digest, decision, failed_open, case_id, decided_at, listing_id, verdict, photos)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try event.execute(
            arguments: [requestID, contentDigest, decision, failedOpen, caseID, decidedAt, listingID, verdict, photos])
        return notes
    }

    /// The same content decided twice shares one case, at the higher priority, with the evidence of the first decision. Other content under the
    /// same case id gets a case of its own, or it would never be looked at.
    private func open(_ reviewCase: Case, in database: Database) throws -> (id: String, isCollision: Bool) {
        let holder = try database.cachedStatement(sql: "SELECT content_digest FROM review_case WHERE id = ?")
        let insertion = try database.cachedStatement(
            sql: """
                INSERT INTO review_case
                    (id, request_id, content_digest, priority, status, opened_at, listing, verdict, photos)
                VALUES (?, ?, ?, ?, 'open', ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET priority = max(priority, excluded.priority)
                """
        )
        var id = reviewCase.id
        if let digest = try String.fetchOne(holder, arguments: [id]), digest != contentDigest {
            id += "-" + contentDigest.prefix(12)
        }
        try insertion.execute(
            arguments: [
                id, requestID, contentDigest, reviewCase.priority, decidedAt, reviewCase.listing, reviewCase.verdict,
                reviewCase.photos,
            ])
        return (id, id != reviewCase.id)
    }
}
