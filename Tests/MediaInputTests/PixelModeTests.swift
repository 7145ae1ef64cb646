import Foundation
import MediaInput
import ModerationCore
import TestSupport
import Testing

struct PixelModeTests {
    @Test(arguments: [
        (1_024, 768, 2), (768, 1_024, 2), (3_000, 4_000, 8), (717, 717, 2), (716, 2_000, 1), (1_433, 1_433, 4), (1_432, 5_000, 2),
        (2_865, 9_000, 8), (224, 224, 1), (1, 65_535, 1),
    ])
    func reduction_whenFast_leavesTheMargin(width: Int, height: Int, expected: Int) {
        #expect(PixelMode.fast.reduction(width: width, height: height) == expected)
        let rich = PixelMode.fast.reduction(width: width, height: height, hasRichColour: true)
        #expect(rich == 1 || min(width, height) / rich >= 560)
        #expect(PixelMode.exact.reduction(width: width, height: height) == 1)
    }

    /// What *fast* promises: a mean difference of 0.55 levels, and nearly the same direction as a vector.
    @Test(.enabled(if: Repository.sharedData != nil))
    func read_whenFast_isCloseToExact() throws {
        let files = ["original", "large", "orientation"].flatMap { Repository.photos(in: $0) }
        try #require(files.count >= 140)
        var limits = PhotoReader.Limits()
        limits.maxByteCount = 16 * 1_024 * 1_024
        let (exact, fast) = (PhotoReader(limits: limits), PhotoReader(mode: .fast, limits: limits))
        var worst = (mean: 0.0, angle: 0.0)
        var (reduced, distances): (Int, [Int]) = (0, [])
        for file in files {
            let bytes = [UInt8](try Data(contentsOf: file))
            let (one, other) = (try exact.read(bytes[...]), try fast.read(bytes[...]))
            #expect(other.mode == .fast && one.mode == .exact)
            if one.pixels != other.pixels { reduced += 1 }
            let mean = PixelDifference(one.pixels.bytes, other.pixels.bytes).mean
            let angle = 1 - Self.cosine(one.pixels.bytes, other.pixels.bytes)
            #expect(mean <= 0.55 && angle <= 1e-3, "\(file.lastPathComponent): mean \(mean), 1 - cos \(angle)")
            worst = (max(worst.mean, mean), max(worst.angle, angle))
            let distance = try #require(one.fingerprint.fingerprint.distance(to: other.fingerprint.fingerprint))
            if one.fingerprint.isReliable { distances.append(distance) }
        }
        let histogram = Dictionary(grouping: distances, by: { $0 }).mapValues(\.count).sorted { $0.key < $1.key }
        print(
            "MEASURED fast against exact: \(files.count) photos, \(reduced) decoded smaller, worst mean difference \(worst.mean),"
        )
        print(
            "  worst 1 - cos \(worst.angle); fingerprint bits \(histogram.map { "\($0.key)×\($0.value)" }.joined(separator: " "))"
        )
        #expect(reduced >= 20)
        #expect(distances.allSatisfy { $0 <= 4 })
    }

    /// Sides that no scale divides, in every orientation: the part of a sample that a decoder adds lies at whichever end it lies.
    @Test(.enabled(if: Repository.sharedData != nil), arguments: 1...8)
    func read_whenFastAndTurnedAndSidesAreOdd_isCloseToExact(orientation: Int) throws {
        let source = try #require(Repository.photos(in: "large").first { $0.lastPathComponent == "Garden.jpg" })
        let whole = try PhotoReader().decode([UInt8](Data(contentsOf: source))[...], maxSide: 2_001).upright
        // 2001×1251 is cut to 1437 columns, so that 1/2 leaves 719×626 with both sides rounded up.
        let (width, rows) = (1_437, whole.bytes.count / (whole.width * 3))
        let bytes = (0..<rows).flatMap { whole.bytes[($0 * whole.width * 3)..<(($0 * whole.width + width) * 3)] }
        let bitmap = try #require(Bitmap(width: width, height: rows, bytes: bytes))
        let plain = try JPEGEncoder().encode(bitmap, quality: 85)
        let file = SamplePhotos.inserting(marker: 0xE1, body: SamplePhotos.exif(orientation: UInt8(orientation)), into: plain)
        let (exact, fast) = (
            try PhotoReader(fingerprintsPDQ: true).read(file[...]),
            try PhotoReader(mode: .fast, fingerprintsPDQ: true).read(file[...])
        )
        #expect(rows % 2 == 1 && fast.pixels != exact.pixels)
        #expect(PixelDifference(exact.pixels.bytes, fast.pixels.bytes).mean <= 0.55)
        let (one, other) = (try #require(exact.pdq), try #require(fast.pdq))
        #expect(try #require(one.photoFingerprint.fingerprint.distance(to: other.photoFingerprint.fingerprint)) <= 10)
    }

    private static func cosine(_ one: [UInt8], _ other: [UInt8]) -> Double {
        var (product, ones, others) = (0.0, 0.0, 0.0)
        for (a, b) in zip(one, other) {
            product += Double(a) * Double(b)
            ones += Double(a) * Double(a)
            others += Double(b) * Double(b)
        }
        return product / (ones * others).squareRoot()
    }
}
