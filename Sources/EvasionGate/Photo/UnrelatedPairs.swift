import ModerationCore

/// How near two different pictures come: every photo of a corpus looked up, in all eight orientations, among all others.
struct UnrelatedPairs: Sendable {
    /// A match between two photos that are not known to be related.
    struct Match: Sendable {
        let query: String
        let entry: String
        let distance: Int
        let orientation: Orientation
    }

    /// Pairs that were compared.
    let pairCount: Int
    /// Pairs with a match in either direction, by detector in the order of ``PhotoBanks/radii``; the nearest of their matches.
    private(set) var matches: [[Match]]
    /// Pairs at each distance, in the direction and orientation where they are nearest, by detector.
    private(set) var histograms: [[Int: Int]]

    init(_ photos: [PhotoCorpus.Photo], related: RelatedPhotos, banks: PhotoBanks) {
        let reliable = photos.filter(\.isReliable)
        let detectors = PhotoBanks.radii.indices
        let lookups = Parallel.map(reliable) { photo in
            zip(detectors, banks.matches(for: photo.fingerprints)).map { _, matches in
                matches.filter { !related.areRelated($0.entryID, photo.name) }.map {
                    Match(query: photo.name, entry: $0.entryID, distance: $0.distance, orientation: $0.orientation)
                }
            }
        }
        matches = detectors.map { detector in
            let found = lookups.flatMap { $0[detector] }
            let pairs = Dictionary(grouping: found) { [$0.query, $0.entry].sorted() }
            return pairs.values.compactMap { $0.min { $0.distance < $1.distance } }.sorted {
                ($0.distance, $0.query, $0.entry) < ($1.distance, $1.query, $1.entry)
            }
        }
        let rows = Parallel.map(Array(reliable.indices)) { index in
            var counts = detectors.map { _ in [Int: Int]() }
            for other in reliable[..<index] where !related.areRelated(other.name, reliable[index].name) {
                for detector in detectors {
                    let (one, two) = (reliable[index].fingerprints[detector], other.fingerprints[detector])
                    counts[detector][min(Self.distance(one, two), Self.distance(two, one)), default: 0] += 1
                }
            }
            return counts
        }
        histograms = detectors.map { detector in
            rows.reduce(into: [:]) { $0.merge($1[detector], uniquingKeysWith: +) }
        }
        pairCount = histograms[0].values.reduce(0, +)
    }

    /// Pairs within `radius`.
    func count(within radius: Int, detector: Int) -> Int {
        histograms[detector].reduce(0) { $0 + ($1.key <= radius ? $1.value : 0) }
    }

    /// Of the orientation of `photo` that is nearest to the upright `entry`.
    private static func distance(_ photo: PhotoFingerprint, _ entry: PhotoFingerprint) -> Int {
        photo.orientations.reduce(Int.max) { nearest, turned in
            let difference = turned.bits ^ entry.fingerprint.bits
            return min(nearest, (0..<4).reduce(0) { $0 + difference[$1].nonzeroBitCount })
        }
    }
}
