public import Foundation
import MediaInput
import ModerationCore

/// Changes photos the way sellers do who were blocked before, and counts how many of them the banks still find.
public enum PhotoEvasion {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// A mutation of fewer photos fails, whatever its rate.
    public static let leastSampleCount = 30

    /// Pairs of unrelated photos that the gate on false matches asks for; with fewer the rows say that they gate nothing.
    static let gatedPairCount = 100_000

    /// Mutates `sample` photos below `folder`, chosen by `seed` (`nil`: all), and looks them up in banks of all photos there; and looks every
    /// photo up among the others, for false matches.
    ///
    /// `subfolders` restricts the run to some. Takes about a sixth of a second a photo and processor, and blocks: call it from a thread that may.
    /// `progress` is told photos done and in all, from several threads.
    public static func run(
        folder: URL,
        subfolders: [String] = [],
        sample: Int? = nil,
        seed: UInt64 = 1,
        progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) throws -> EvasionReport {
        let corpus = PhotoCorpus(folder: folder, subfolders: subfolders)
        guard !corpus.photos.isEmpty else { throw Failure(description: "no photo can be read below \(folder.path)") }
        let related = RelatedPhotos(corpus.photos)
        let banks = PhotoBanks(corpus.photos)
        let chosen = Self.choose(sample, of: corpus.photos.filter(\.isReliable), seed: seed)
        let run = MutationRun(banks: banks, related: related, seed: seed)
        let tallies = run.tallies(of: chosen, progress: progress)
        let pairs = UnrelatedPairs(corpus.photos, related: related, banks: banks)
        return EvasionReport(
            rows: zip(PhotoMutation.all, tallies).flatMap { $1.rows(of: $0) } + [Self.row(ofWrong: tallies)]
                + Self.rows(of: pairs),
            remarks: Self.remarks(on: corpus, related, chosen.count) + Self.remarks(on: tallies) + Self.remarks(on: pairs)
        )
    }

    /// Those whose names come first in an order by chance: the same ones whatever else is in the folder.
    private static func choose(_ count: Int?, of photos: [PhotoCorpus.Photo], seed: UInt64) -> [PhotoCorpus.Photo] {
        let keys = photos.map { photo in
            var random = MutationRandom(seed: seed, sample: photo.name)
            return random.next()
        }
        let order = photos.indices.sorted { keys[$0] < keys[$1] }
        return order.prefix(count ?? photos.count).map { photos[$0] }
    }

    private static func rows(of pairs: UnrelatedPairs) -> [EvasionReport.Row] {
        let found = pairs.matches.map(\.count)
        let either = Set(pairs.matches.joined().map { [$0.query, $0.entry].sorted() }).count
        return zip(MutationTally.detectors, found + [either]).map { detector, count in
            EvasionReport.Row(
                mutation: "unrelated pairs, 8 orientations",
                detector: detector,
                foundCount: count,
                sampleCount: pairs.pairCount,
                target: .atMost(0),
                leastSampleCount: gatedPairCount,
                needsSamples: false
            )
        }
    }

    private static func remarks(on corpus: PhotoCorpus, _ related: RelatedPhotos, _ chosenCount: Int) -> [String] {
        let unreliable = corpus.photos.filter { !$0.isReliable }.map(\.name)
        return [
            "photos: \(corpus.photos.count), of which \(chosenCount) were mutated;"
                + " unreliable, so neither looked up nor in a bank: \(unreliable.count) \(unreliable.prefix(5))",
            "pairs of the same picture, left out: \(related.pairCount)",
        ] + corpus.unreadable.prefix(5).map { "skipped: \($0)" }
    }

    /// Not gated: a changed photo may come to look like another.
    private static func row(ofWrong tallies: [MutationTally]) -> EvasionReport.Row {
        EvasionReport.Row(
            mutation: "unrelated entries, changed photos",
            detector: "either",
            foundCount: tallies.reduce(0) { $0 + $1.falseMatches.count },
            sampleCount: tallies.reduce(0) { $0 + $1.sampleCount }
        )
    }

    private static func remarks(on tallies: [MutationTally]) -> [String] {
        let unreliable = tallies.reduce(0) { $0 + $1.unreliableCount }
        let samples = tallies.reduce(0) { $0 + $1.sampleCount }
        let wrong = tallies.reduce(0) { $0 + $1.falseMatches.count }
        return [
            "mutated photos: \(samples), of which a fingerprint became unreliable: \(unreliable) (counted as not found by it);"
                + " matches of unrelated entries: \(wrong)"
        ] + tallies.flatMap(\.falseMatches).prefix(10).map { "unrelated: \($0)" }
    }

    private static func remarks(on pairs: UnrelatedPairs) -> [String] {
        let radii = [[4, 6, 8, 10, 12, 14], [31, 40, 48, 56, 64, 72, 80, 88]]
        let tables = PhotoBanks.radii.indices.map { detector in
            let counts = radii[detector].map { "\($0): \(pairs.count(within: $0, detector: detector))" }
            return "unrelated pairs within a radius, \(PhotoBanks.radii[detector].kind.rawValue): "
                + counts.joined(separator: ", ")
        }
        return tables
            + pairs.matches.joined().prefix(20).map {
                "unrelated, or the same picture: \($0.query) and \($0.entry), distance \($0.distance), \($0.orientation.rawValue)"
            }
    }
}
