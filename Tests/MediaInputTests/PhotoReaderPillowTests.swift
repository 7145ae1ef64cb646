import Foundation
import MediaInput
import ModerationCore
import TestSupport
import Testing

/// The whole reader against Pillow and imagehash, on real photos and on files made for the purpose.
struct PhotoReaderPillowTests {
    /// What one file came to against the oracle.
    struct Comparison {
        let name: String
        let distance: Int
        let difference: PixelDifference
        let isReliable: Bool
    }

    static func compare(_ files: [URL], limits: PhotoReader.Limits = .init()) throws -> [Comparison] {
        let answers = try PillowAnswer.of(files: files)
        try #require(answers.count == files.count)
        return try zip(files, answers).map { file, answer in
            let photo = try PhotoReader(limits: limits).read([UInt8](Data(contentsOf: file)))
            let size = photo.orientation.swapsSides ? (photo.height, photo.width) : (photo.width, photo.height)
            #expect(size == (answer.width, answer.height), "\(file.lastPathComponent)")
            let expected = Fingerprint(phash64: answer.bits)
            return Comparison(
                name: file.lastPathComponent,
                distance: try #require(photo.fingerprint.fingerprint.distance(to: expected)),
                difference: PixelDifference(photo.pixels.bytes, answer.pixels),
                isReliable: photo.fingerprint.isReliable
            )
        }
    }

    static func report(_ title: String, _ comparisons: [Comparison]) {
        let exactHashes = comparisons.count { $0.distance == 0 }
        let exactPixels = comparisons.count { $0.difference.largest == 0 }
        let mean = comparisons.map(\.difference.mean).max() ?? 0
        let largest = comparisons.map(\.difference.largest).max() ?? 0
        print(
            "MEASURED \(title): \(comparisons.count) photos, fingerprint exact \(exactHashes), pixels exact \(exactPixels),",
            "worst mean difference \(mean), largest difference \(largest)"
        )
        for one in comparisons where one.distance > 0 || one.difference.largest > 0 {
            print("  \(one.name): distance \(one.distance), \(one.difference), reliable \(one.isReliable)")
        }
    }

    @Test(.enabled(if: Repository.sharedData != nil && Repository.oraclePython != nil))
    func read_whenPhotoIsReal_equalsPillowAndImagehash() throws {
        let photos = Repository.photos(in: "original")
        try #require(photos.count >= 100)
        let comparisons = try Self.compare(photos)
        Self.report("original", comparisons)
        #expect(comparisons.allSatisfy { $0.distance <= 2 })
        #expect(comparisons.count { $0.distance == 0 } * 100 >= comparisons.count * 95)
        #expect(comparisons.allSatisfy { $0.difference.mean <= 1.0 })
    }

    @Test(.enabled(if: Repository.sharedData != nil && Repository.oraclePython != nil))
    func read_whenPhotoIsTurned_equalsExifTranspose() throws {
        let photos = Repository.photos(in: "orientation")
        try #require(photos.count >= 16)
        #if DEBUG
            // Unoptimised code takes seconds for each of these two-megapixel photos: every orientation once.
            let some = photos.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        #else
            let some = photos
        #endif
        let comparisons = try Self.compare(some)
        Self.report("orientation", comparisons)
        #expect(comparisons.allSatisfy { $0.distance <= 2 && $0.difference.mean <= 1.0 })
    }

    @Test(.enabled(if: Repository.sharedData != nil && Repository.oraclePython != nil))
    func read_whenPhotoIsCodecSample_equalsPillow() throws {
        // monkey12.jpg has 12 bits a sample: refused, see the limits.
        let photos = Repository.photos(in: "codec").filter { $0.lastPathComponent != "monkey12.jpg" }
        try #require(photos.count >= 3)
        let comparisons = try Self.compare(photos)
        Self.report("codec", comparisons)
        #expect(comparisons.allSatisfy { $0.distance <= 2 && $0.difference.mean <= 1.0 })
    }

    @Test(.enabled(if: Repository.oraclePython != nil))
    func read_whenFileIsUnusual_equalsPillow() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "holster-photos-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try Oracle.run("media_make_photos.py", arguments: [folder.path])
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
        try #require(files.count == 42)
        let comparisons = try Self.compare(files)
        Self.report("unusual", comparisons)
        for one in comparisons {
            #expect(one.difference.mean <= 1.0, "\(one.name): \(one.difference)")
            // An unreliable fingerprint is noise on both sides.
            #expect(one.distance <= 2 || !one.isReliable, "\(one.name): \(one.distance) bits")
        }
    }

    #if !DEBUG
        @Test(.enabled(if: Repository.sharedData != nil && Repository.oraclePython != nil))
        func read_whenPhotoIsLarge_equalsPillow() throws {
            // One of them is over 8 MiB.
            var limits = PhotoReader.Limits()
            limits.maxByteCount = 16 * 1_024 * 1_024
            let comparisons = try Self.compare(Repository.photos(in: "large"), limits: limits)
            Self.report("large", comparisons)
            #expect(comparisons.allSatisfy { $0.distance <= 2 && $0.difference.mean <= 1.0 })
        }
    #endif
}
