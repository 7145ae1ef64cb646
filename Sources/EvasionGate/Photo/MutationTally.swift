/// What became of one mutation of many photos.
struct MutationTally: Sendable {
    /// Two banks, and whether one of the two finds the photo.
    static let detectors = PhotoBanks.radii.map(\.kind.rawValue) + ["either"]

    var sampleCount = 0
    /// In the order of ``detectors``.
    var foundCounts = [Int](repeating: 0, count: detectors.count)
    /// Fingerprints of the mutated photos that may not be looked up.
    var unreliableCount = 0
    /// In words, matches of another picture's entry.
    var falseMatches: [String] = []

    func rows(of mutation: PhotoMutation) -> [EvasionReport.Row] {
        zip(Self.detectors, foundCounts).map { detector, count in
            EvasionReport.Row(
                mutation: mutation.name,
                detector: detector,
                foundCount: count,
                sampleCount: sampleCount,
                // One bank alone is reported: a server has both.
                target: detector == Self.detectors.last ? mutation.target : .none,
                leastSampleCount: PhotoEvasion.leastSampleCount
            )
        }
    }

    static func + (left: MutationTally, right: MutationTally) -> MutationTally {
        MutationTally(
            sampleCount: left.sampleCount + right.sampleCount,
            foundCounts: zip(left.foundCounts, right.foundCounts).map(+),
            unreliableCount: left.unreliableCount + right.unreliableCount,
            falseMatches: left.falseMatches + right.falseMatches
        )
    }
}
