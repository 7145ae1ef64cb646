import ModerationCore

/// What one rung came to: a distribution for each photo scored, or a single one without photos.
struct RungAnswer: Sendable {
    var rows: [ClassProbabilities]
    /// Index into the listing's photos of each row; empty when photos were not looked at.
    var photoIndices: [Int]
    var versions: ModelVersions
    var vocabularyDigest: String?

    /// The row with the highest violation probability speaks for the listing; the earlier photo wins a tie.
    func pooled(rung: ScoringRung, failedRungs: [FailedRung]) -> ScoringEvidence? {
        guard var best = rows.first else { return nil }
        var bestPhoto = photoIndices.first
        var perPhoto: [Int: ClassProbabilities] = [:]
        for (row, photo) in zip(rows, photoIndices) {
            perPhoto[photo] = row
            if row.violationProbability > best.violationProbability { (best, bestPhoto) = (row, photo) }
        }
        return ScoringEvidence(
            probabilities: best,
            photoIndex: bestPhoto,
            perPhoto: perPhoto,
            rung: rung,
            failedRungs: failedRungs,
            versions: versions
        )
    }
}
