import ModerationCore
import Screening

/// A bank of pHash and one of PDQ over a corpus, as the server holds them.
struct PhotoBanks: Sendable {
    /// The radii that the server's banks have unless told otherwise.
    static let radii: [(kind: FingerprintKind, radius: Int)] = [(.phash64, 8), (.pdq256, 31)]

    private let banks: BankSet

    /// Takes the photos whose fingerprints are reliable, by name.
    init(_ photos: [PhotoCorpus.Photo]) {
        let now = ContinuousClock.now
        banks = BankSet(monotonicNow: { now }, wallNow: { UnixTime(milliseconds: 0) })
        for (index, (kind, radius)) in Self.radii.enumerated() {
            let metadata = BankMetadata(name: kind.rawValue, kind: .block, fingerprintKind: kind, radius: radius)
            let entries = photos.filter { $0.fingerprints[index].isReliable }.map { photo in
                BankEntry(
                    id: photo.name,
                    fingerprint: photo.fingerprints[index].fingerprint.hexadecimal,
                    source: "",
                    reason: "",
                    author: "",
                    created: UnixTime(milliseconds: 0)
                )
            }
            banks.replace(metadata, entries: entries)
        }
    }

    /// What matches each of a photo's fingerprints, in the order of ``radii``.
    func matches(for fingerprints: [PhotoFingerprint]) -> [[FingerprintMatch]] {
        // Not counted: a photo that comes in forty forms would be taken for a flood.
        fingerprints.map { banks.explain($0) }
    }
}
