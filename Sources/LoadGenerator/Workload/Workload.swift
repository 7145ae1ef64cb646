internal import EvasionGate
package import ModerationAPI

/// The listings of a run: call *n*'s is the same whenever it is asked for, and on whichever thread.
package struct Workload: Sendable {
    private let file: WorkloadFile
    private let photos: PhotoPool?
    private let knownBad: PhotoPool?

    package init(_ file: WorkloadFile, photos: PhotoPool?, knownBad: PhotoPool?) {
        self.file = file
        self.photos = photos
        self.knownBad = knownBad
    }

    package func request(_ index: Int) -> HolsterV1.CheckRequest {
        var random = MutationRandom(seed: file.seed, sample: "listing \(index)")
        guard chance(file.duplicateRate, &random), index > 0 else { return listing(index, &random) }
        // One that came before and is no repetition itself; the first is none.
        for _ in 0..<Self.attempts {
            let earlier = Int.random(in: 0..<index, using: &random)
            var first = MutationRandom(seed: file.seed, sample: "listing \(earlier)")
            if !chance(file.duplicateRate, &first) || earlier == 0 { return listing(earlier, &first) }
        }
        return request(0)
    }

    /// To find a listing that is no repetition, where few are.
    private static let attempts = 64

    private func listing(_ index: Int, _ random: inout MutationRandom) -> HolsterV1.CheckRequest {
        let kind = file.kinds[picked(file.kinds.map(\.weight), &random)]
        let language = file.languages[picked(file.languages.map(\.weight), &random)].name
        var request = HolsterV1.CheckRequest()
        request.listingID = "load-\(file.seed)-\(index)"
        request.language = language
        request.category = file.categories[picked(file.categories.map(\.weight), &random)].name
        request.region = file.regions[picked(file.regions.map(\.weight), &random)].name
        request.sellerID = "seller-\(UInt64.random(in: 0..<10_000, using: &random))"
        request.title =
            chance(file.obfuscatedRate, &random)
            ? ListingText.obfuscatedTitle(&random) : ListingText.title(language, &random)
        request.description = ListingText.description(language, &random)
        let photoCount = Int.random(in: kind.photoCounts, using: &random)
        for number in 0..<photoCount {
            let isBad = number == 0 && chance(file.knownBadRate, &random)
            guard let content = (isBad ? knownBad : photos)?.pick(for: kind, &random) else { continue }
            var photo = HolsterV1.Photo()
            photo.source = .content((kind.size == nil ? content : Self.marked(content, "\(file.seed) \(index) \(number)"))[...])
            request.photos.append(photo)
        }
        return request
    }

    /// The JPEG with a comment behind its first marker (ITU T.81, B.2.4.5): the same picture in a file of its own, as sellers' photos are, so that nothing
    /// finds it already read.
    private static func marked(_ jpeg: [UInt8], _ mark: String) -> [UInt8] {
        let text = Array(mark.utf8.prefix(253))
        return jpeg.prefix(2) + [0xFF, 0xFE, 0, UInt8(text.count + 2)] + text + jpeg.dropFirst(2)
    }

    private func chance(_ share: Double, _ random: inout MutationRandom) -> Bool { random.unit() < share }

    private func picked(_ weights: [Double], _ random: inout MutationRandom) -> Int {
        var left = random.unit() * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return index }
        }
        return weights.lastIndex { $0 > 0 } ?? 0
    }
}
