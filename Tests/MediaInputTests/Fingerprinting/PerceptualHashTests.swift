import Foundation
import MediaInput
import TestSupport
import Testing

/// Which fingerprints may be matched: photos yes, drawings without detail no.
struct PerceptualHashTests {
    static func hash(_ colour: (Int, Int) -> (UInt8, UInt8, UInt8)) throws -> PerceptualHash {
        let bitmap = SamplePhotos.bitmap(width: 96, height: 64, colour)
        return try #require(bitmap).perceptualHash()
    }

    private func grey(_ level: Int) -> (UInt8, UInt8, UInt8) {
        let value = UInt8(clamping: level)
        return (value, value, value)
    }

    @Test func photoFingerprint_whenFlat_isUnreliable() throws {
        for level in [0, 128, 255] {
            let hash = try Self.hash { _, _ in grey(level) }
            #expect(!hash.photoFingerprint.isReliable)
            #expect(hash.undecidedCount >= 63)
        }
    }

    @Test func photoFingerprint_whenGradient_isUnreliable() throws {
        #expect(try !Self.hash { x, _ in grey(x * 2) }.photoFingerprint.isReliable)
        #expect(try !Self.hash { _, y in grey(y * 3) }.photoFingerprint.isReliable)
        #expect(try !Self.hash { x, y in grey(x + y) }.photoFingerprint.isReliable)
    }

    @Test func photoFingerprint_whenSymmetric_isUnreliable() throws {
        // A disc, a cross, a chessboard, stripes.
        #expect(
            try !Self.hash { x, y in grey((2 * x - 95) * (2 * x - 95) + (2 * y - 63) * (2 * y - 63) < 2_000 ? 255 : 0) }
                .photoFingerprint.isReliable
        )
        #expect(
            try !Self.hash { x, y in grey(abs(2 * x - 95) < 20 || abs(2 * y - 63) < 20 ? 20 : 230) }.photoFingerprint.isReliable
        )
        #expect(try !Self.hash { x, y in grey((x / 8 + y / 8) % 2 * 255) }.photoFingerprint.isReliable)
        #expect(try !Self.hash { x, _ in grey(x / 12 % 2 * 255) }.photoFingerprint.isReliable)
    }

    @Test func photoFingerprint_whenNearlyFlat_isUnreliable() throws {
        var random = SeededRandom(seed: 4)
        #expect(try !Self.hash { _, _ in grey(128 + Int.random(in: 0...2, using: &random)) }.photoFingerprint.isReliable)
    }

    @Test func photoFingerprint_whenTextured_isReliable() throws {
        let bitmap = try #require(SamplePhotos.noise(width: 40, height: 40, seed: 9))
        #expect(bitmap.perceptualHash().photoFingerprint.isReliable)
    }

    /// What fingerprints are for: a photo made smaller and compressed anew keeps its fingerprint, nearly.
    @Test(.enabled(if: Repository.sharedData != nil))
    func bits_whenPhotoIsShrunkAndRecompressed_moveLittle() throws {
        let photos = Repository.photos(in: "original").enumerated().filter { $0.offset % 4 == 0 }.map(\.element)
        try #require(photos.count > 20)
        var distances: [Int] = []
        for photo in photos {
            let bytes = [UInt8](try Data(contentsOf: photo))
            let smaller = try PhotoReader().rendering(of: bytes[...], maxSide: 240)
            let before = try PhotoReader().decode(bytes[...]).upright.perceptualHash().bits
            let after = try PhotoReader().decode(smaller[...]).upright.perceptualHash().bits
            distances.append((before ^ after).nonzeroBitCount)
        }
        print("MEASURED shrunk to 240 pixels, quality 85: distances \(distances.sorted())")
        #expect(distances.allSatisfy { $0 <= 6 })
    }

    @Test(.enabled(if: Repository.sharedData != nil))
    func photoFingerprint_ofRealPhotos_isReliableForNinetyNinePercent() throws {
        let all = ["original", "general-256", "firearms"].flatMap { Repository.photos(in: $0) }
        try #require(all.count > 1_000)
        #if DEBUG
            // Unoptimised code takes a second for each: one in twelve.
            let photos = all.enumerated().filter { $0.offset % 12 == 0 }.map(\.element)
        #else
            let photos = all
        #endif
        var undecided: [(Int, String)] = []
        for photo in photos {
            let bytes = [UInt8](try Data(contentsOf: photo))
            undecided.append(
                (try PhotoReader().decode(bytes[...]).upright.perceptualHash().undecidedCount, photo.lastPathComponent)
            )
        }
        let unreliable = undecided.filter { $0.0 > PerceptualHash.maxUndecidedCount }
        let histogram = Dictionary(grouping: undecided, by: \.0).mapValues(\.count).sorted { $0.key < $1.key }
        print("MEASURED reliability: \(unreliable.count) of \(photos.count) unreliable: \(unreliable)")
        print("  undecided coefficients: \(histogram.map { "\($0.key)×\($0.value)" }.joined(separator: " "))")
        #expect(unreliable.count * 100 <= photos.count)
    }
}
