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
        if index > 0, chance(file.duplicateRate, &random) {
            // Of what came before and is no repetition itself, mostly: one step back is enough.
            let earlier = Int.random(in: 0..<index, using: &random)
            var first = MutationRandom(seed: file.seed, sample: "listing \(earlier)")
            _ = chance(file.duplicateRate, &first)
            return listing(earlier, &first)
        }
        if index == 0 { _ = chance(file.duplicateRate, &random) }
        return listing(index, &random)
    }

    private func listing(_ index: Int, _ random: inout MutationRandom) -> HolsterV1.CheckRequest {
        let kind = file.kinds[picked(file.kinds.map(\.weight), &random)]
        let language = file.languages[picked(file.languages.map(\.weight), &random)].code
        var request = HolsterV1.CheckRequest()
        request.listingID = "load-\(file.seed)-\(index)"
        request.language = language
        request.category = "household"
        request.region = "US"
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
            photo.source = .content(content[...])
            request.photos.append(photo)
        }
        return request
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
