import ModerationCore

/// What a photo is to the banks: its fingerprints as it may be turned, and the entries that come nearest.
package struct PhotoExplanation: Sendable, Equatable {
    package struct Hash: Sendable, Equatable {
        package var fingerprint: Fingerprint
        package var orientation: Orientation
        package var isReliable: Bool
        /// PDQ's, 0 to 100.
        package var quality: Int?

        package init(fingerprint: Fingerprint, orientation: Orientation, isReliable: Bool, quality: Int?) {
            self.fingerprint = fingerprint
            self.orientation = orientation
            self.isReliable = isReliable
            self.quality = quality
        }
    }

    package struct Neighbour: Sendable, Equatable {
        package var entry: BankEntry
        package var distance: Int
        /// Of the photo, when it came so near.
        package var orientation: Orientation

        package init(entry: BankEntry, distance: Int, orientation: Orientation) {
            self.entry = entry
            self.distance = distance
            self.orientation = orientation
        }
    }

    package struct Bank: Sendable, Equatable {
        package var metadata: BankMetadata
        /// Nearest first, beyond the radius too.
        package var nearest: [Neighbour]
        package var entryCount: Int
        /// Why nothing was compared.
        package var skipped: String?

        package init(metadata: BankMetadata, nearest: [Neighbour], entryCount: Int, skipped: String?) {
            self.metadata = metadata
            self.nearest = nearest
            self.entryCount = entryCount
            self.skipped = skipped
        }
    }

    package var hashes: [Hash]
    package var banks: [Bank]
    package var pixelMode: String
    package var width: Int
    package var height: Int
    package var sha256: String

    package init(hashes: [Hash], banks: [Bank], pixelMode: String, width: Int, height: Int, sha256: String) {
        self.hashes = hashes
        self.banks = banks
        self.pixelMode = pixelMode
        self.width = width
        self.height = height
        self.sha256 = sha256
    }
}

/// The nearest few of many entries, found in one pass.
struct NearestEntries {
    private let queries: [(fingerprint: Fingerprint, orientation: Orientation)]
    private let limit: Int
    private(set) var nearest: [PhotoExplanation.Neighbour] = []
    private(set) var entryCount = 0

    init(to queries: [(fingerprint: Fingerprint, orientation: Orientation)], limit: Int) {
        self.queries = queries
        self.limit = limit
    }

    mutating func look(at entry: BankEntry) {
        entryCount += 1
        guard let kind = queries.first?.fingerprint.kind,
            let fingerprint = Fingerprint(kind: kind, hexadecimal: entry.fingerprint)
        else { return }
        var best: (distance: Int, orientation: Orientation)?
        for query in queries {
            guard let distance = query.fingerprint.distance(to: fingerprint), distance < best?.distance ?? .max else { continue }
            best = (distance, query.orientation)
        }
        guard let best, nearest.count < limit || best.distance < nearest.last?.distance ?? .max else { return }
        let index = nearest.firstIndex { $0.distance > best.distance } ?? nearest.endIndex
        nearest.insert(.init(entry: entry, distance: best.distance, orientation: best.orientation), at: index)
        if nearest.count > limit { nearest.removeLast() }
    }
}
