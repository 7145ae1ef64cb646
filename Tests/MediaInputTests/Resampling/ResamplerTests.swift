import MediaInput
import ModerationCore
import TestSupport
import Testing

/// The resizing alone, on raw pixels, so that nothing can hide behind a difference between JPEG decoders: equal to the bit.
struct ResamplerTests {
    @Test(.enabled(if: Repository.oraclePython != nil))
    func pixelBuffer_whenPixelsAreTheSame_equalsPillowToTheBit() throws {
        let sizes = [
            (1, 1), (2, 1), (1, 2), (3, 2), (17, 31), (31, 17), (32, 32), (33, 500), (224, 224), (225, 224), (224, 223),
            (300, 200), (500, 375),
            (5_000, 20), (20, 5_000), (1, 5_000), (5_000, 1), (451, 449),
            // Around the rule for going down first.
            (300, 600), (300, 601), (250, 1_100), (33, 34), (33, 35), (48, 64), (48, 65), (31, 33), (100, 168), (100, 169),
        ]
        let bitmaps = try sizes.enumerated().map { index, size in
            try #require(SamplePhotos.noise(width: size.0, height: size.1, seed: UInt64(index)))
        }
        let answers = try PillowAnswer.of(bitmaps: bitmaps)
        try #require(answers.count == bitmaps.count)
        for (bitmap, answer) in zip(bitmaps, answers) {
            let name = "\(bitmap.width)×\(bitmap.height)"
            #expect(bitmap.modelPixels() == answer.pixels, "\(name)")
            let hash = bitmap.perceptualHash()
            #expect(
                hash.bits == answer.bits || !hash.photoFingerprint.isReliable,
                "\(name) \(String(hash.bits ^ answer.bits, radix: 16)) \(hash.undecidedCount)"
            )
        }
    }

    @Test func pixelBuffer_whenFlat_keepsTheColour() throws {
        for (width, height) in [(1, 1), (640, 3), (97, 1_024)] {
            let bitmap = try #require(SamplePhotos.bitmap(width: width, height: height) { _, _ in (255, 0, 127) })
            let bytes = bitmap.modelPixels()
            #expect(
                stride(from: 0, to: bytes.count, by: 3).allSatisfy {
                    bytes[$0] == 255 && bytes[$0 + 1] == 0 && bytes[$0 + 2] == 127
                }
            )
        }
    }
}
