import Foundation
import MediaInput
import Synchronization

/// Every mutation of every photo, read again by the server's reader and looked up.
struct MutationRun: Sendable {
    let banks: PhotoBanks
    let related: RelatedPhotos
    let seed: UInt64

    /// In the order of ``PhotoMutation/all``.
    func tallies(
        of photos: [PhotoCorpus.Photo],
        progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void
    ) -> [MutationTally] {
        let doneCount = Mutex(0)
        let each = Parallel.map(photos) { photo in
            let tallies = tallies(of: photo)
            let done = doneCount.withLock { count in
                count += 1
                return count
            }
            progress(done, photos.count)
            return tallies
        }
        let none = PhotoMutation.all.map { _ in MutationTally() }
        return each.reduce(none) { sum, tallies in zip(sum, tallies).map(+) }
    }

    /// A photo that cannot be mutated, since its file has gone, counts as found by nothing.
    private func tallies(of photo: PhotoCorpus.Photo) -> [MutationTally] {
        let content = FileManager.default.contents(atPath: photo.file.path).map { [UInt8]($0) } ?? []
        let picture = (try? PhotoCorpus.reader.decode(content[...])).map { Picture($0.upright) }
        return PhotoMutation.all.map { mutation in
            var tally = MutationTally(sampleCount: 1)
            guard let picture, let file = try? mutation.file(of: picture, seed: seed, sample: photo.name),
                let read = try? PhotoCorpus.reader.read(file[...])
            else { return tally }
            let fingerprints = [read.fingerprint] + (read.pdq.map { [$0.photoFingerprint] } ?? [])
            tally.unreliableCount = fingerprints.count { !$0.isReliable }
            let matches = banks.matches(for: fingerprints)
            let found = matches.map { $0.contains { related.areRelated($0.entryID, photo.name) } }
            tally.foundCounts = (found + [found.contains(true)]).map { $0 ? 1 : 0 }
            tally.falseMatches = matches.joined().filter { !related.areRelated($0.entryID, photo.name) }.map {
                "\(photo.name), \(mutation.name), found \($0.entryID) in \($0.bank) at \($0.distance)"
            }
            return tally
        }
    }
}
