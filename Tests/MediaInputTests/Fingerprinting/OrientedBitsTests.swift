import Foundation
import MediaInput
import ModerationCore
import TestSupport
import Testing

/// The eight orientations: of drawings against the turned drawing itself, of photos against imagehash and Meta's PDQ.
struct OrientedBitsTests {
    /// What `Tests/Oracles/media_orientations.py` says of one photo.
    struct Answer {
        let phash: [Fingerprint]
        let pdq: [Fingerprint]
        let dihedral: [Fingerprint]
        let quality: Int

        init?(_ line: Substring) {
            let words = line.split(separator: " ")
            guard words.count == 25, let quality = Int(words[24]) else { return nil }
            phash = words[..<8].compactMap { Fingerprint(kind: .phash64, hexadecimal: $0) }
            pdq = words[8..<16].compactMap { Fingerprint(kind: .pdq256, hexadecimal: $0) }
            dihedral = words[16..<24].compactMap { Fingerprint(kind: .pdq256, hexadecimal: $0) }
            self.quality = quality
        }

        static func of(_ files: [URL]) throws -> [Answer] {
            let output = try Oracle.run("media_orientations.py", input: Data(files.map(\.path).joined(separator: "\n").utf8))
            return String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap(Answer.init)
        }
    }

    /// A drawing turned pixel by pixel, by the definition of each orientation.
    static func turned(_ bitmap: Bitmap, _ orientation: Orientation) throws -> Bitmap {
        func turn(_ bitmap: Bitmap, _ width: Int, _ source: (Int, Int) -> (Int, Int)) throws -> Bitmap {
            let turned = SamplePhotos.bitmap(width: width, height: bitmap.width * bitmap.height / width) { x, y in
                let (fromX, fromY) = source(x, y)
                let start = 3 * (fromY * bitmap.width + fromX)
                return (bitmap.bytes[start], bitmap.bytes[start + 1], bitmap.bytes[start + 2])
            }
            return try #require(turned)
        }
        func clockwise(_ bitmap: Bitmap) throws -> Bitmap {
            try turn(bitmap, bitmap.height) { x, y in (y, bitmap.height - 1 - x) }
        }
        let mirrored = try turn(bitmap, bitmap.width) { x, y in (bitmap.width - 1 - x, y) }
        return switch orientation {
        case .upright: bitmap
        case .rotated90: try clockwise(bitmap)
        case .rotated180: try clockwise(clockwise(bitmap))
        case .rotated270: try clockwise(clockwise(clockwise(bitmap)))
        case .mirrored: mirrored
        case .mirroredRotated90: try clockwise(mirrored)
        case .mirroredRotated180: try clockwise(clockwise(mirrored))
        case .mirroredRotated270: try clockwise(clockwise(clockwise(mirrored)))
        }
    }

    /// A picture of the thumbnail's size is its own thumbnail, so that turning it loses nothing.
    @Test(arguments: Orientation.allCases.indices)
    func bits_ofDrawing_areThoseOfTheTurnedDrawing(index: Int) throws {
        let drawing = try #require(SamplePhotos.noise(width: 32, height: 32, seed: 11))
        let orientation = Orientation.allCases[index]
        let turned = try Self.turned(drawing, orientation).perceptualHash()
        #expect(drawing.perceptualHash().bits(orientation) == turned.bits)
        #expect(drawing.perceptualHash().photoFingerprint.orientations[index] == turned.photoFingerprint.fingerprint)
    }

    @Test func orientations_ofDrawing_areEightAndDiffer() throws {
        let drawing = try #require(SamplePhotos.noise(width: 64, height: 48, seed: 3))
        let (phash, pdq) = (drawing.perceptualHash().photoFingerprint, drawing.pdqHash().photoFingerprint)
        #expect(phash.orientations.count == 8 && phash.orientations[0] == phash.fingerprint)
        #expect(pdq.orientations.count == 8 && pdq.orientations[0] == pdq.fingerprint)
        #expect(Set(phash.orientations).count == 8 && Set(pdq.orientations).count == 8)
    }

    @Test func photoFingerprint_whenFlatOrSymmetric_isUnreliable() throws {
        let flat = try #require(SamplePhotos.bitmap(width: 64, height: 64) { _, _ in (90, 90, 90) })
        #expect(!flat.perceptualHash().photoFingerprint.isReliable && !flat.pdqHash().photoFingerprint.isReliable)
        // Symmetric from left to right, and about the middle: half of the coefficients are nothing.
        let half = try #require(SamplePhotos.noise(width: 64, height: 64, seed: 5))
        func symmetric(_ turned: Bitmap) throws -> Bitmap {
            let bytes = zip(half.bytes, turned.bytes).map { UInt8((Int($0) + Int($1)) / 2) }
            return try #require(Bitmap(width: 64, height: 64, bytes: bytes))
        }
        for orientation in [Orientation.mirrored, .rotated180] {
            let drawing = try symmetric(Self.turned(half, orientation))
            #expect(!drawing.perceptualHash().photoFingerprint.isReliable, "\(orientation)")
            #expect(!drawing.pdqHash().photoFingerprint.isReliable, "\(orientation)")
        }
    }

    /// As many bits are set as not, unless coefficients are equal: what an entry of a bank can be checked by.
    @Test func orientations_ofNoise_haveHalfTheBitsSet() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let drawing = try #require(SamplePhotos.noise(width: 90, height: 70, seed: seed))
            for fingerprint in drawing.perceptualHash().photoFingerprint.orientations
                + drawing.pdqHash().photoFingerprint.orientations
            {
                #expect(fingerprint.words.reduce(0) { $0 + $1.nonzeroBitCount } == fingerprint.kind.bitCount / 2)
            }
        }
    }

    @Test(.enabled(if: Repository.sharedData != nil && Repository.oraclePython != nil))
    func orientations_ofRealPhotos_areThoseOfTurnedPhotos() throws {
        let files =
            Repository.photos(in: "original")
            + Repository.photos(in: "firearms").enumerated().filter { $0.offset % 4 == 0 }.map(\.element)
        try #require(files.count >= 160)
        let answers = try Answer.of(files)
        try #require(answers.count == files.count)
        let reader = PhotoReader(fingerprintsPDQ: true)
        var (phash, turned, dihedral) = ([Int: Int](), [Int: Int](), [Int: Int]())
        for (file, answer) in zip(files, answers) {
            let photo = try reader.read([UInt8](Data(contentsOf: file))[...])
            let pdq = try #require(photo.pdq?.photoFingerprint)
            for index in Orientation.allCases.indices {
                let name = "\(file.lastPathComponent) \(Orientation.allCases[index])"
                let distance = try #require(photo.fingerprint.orientations[index].distance(to: answer.phash[index]))
                if photo.fingerprint.isReliable {
                    phash[distance, default: 0] += 1
                    #expect(distance <= 6, "\(name): \(distance)")
                }
                guard answer.quality >= 80 else { continue }
                let toTurned = try #require(pdq.orientations[index].distance(to: answer.pdq[index]))
                turned[toTurned, default: 0] += 1
                #expect(toTurned <= 31, "\(name): \(toTurned)")
                dihedral[try #require(answer.dihedral[index].distance(to: answer.pdq[index])), default: 0] += 1
            }
        }
        func line(_ histogram: [Int: Int]) -> String {
            histogram.sorted { $0.key < $1.key }.map { "\($0.key)×\($0.value)" }.joined(separator: " ")
        }
        print(
            "MEASURED eight orientations of \(files.count) photos, distances: pHash to imagehash of the turned photo \(line(phash))"
        )
        print("  PDQ to Meta's of the turned photo \(line(turned))")
        print("  Meta's own eight to that \(line(dihedral))")
    }
}
