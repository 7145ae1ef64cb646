import MediaInput
import Testing

struct UprightTests {
    /// Each orientation of EXIF 2.32 on 3×2 pixels numbered 1–6, by hand from the standard's figure.
    @Test(arguments: [
        (1, 3, [1, 2, 3, 4, 5, 6]), (2, 3, [3, 2, 1, 6, 5, 4]), (3, 3, [6, 5, 4, 3, 2, 1]), (4, 3, [4, 5, 6, 1, 2, 3]),
        (5, 2, [1, 4, 2, 5, 3, 6]), (6, 2, [4, 1, 5, 2, 6, 3]), (7, 2, [6, 3, 5, 2, 4, 1]), (8, 2, [3, 6, 2, 5, 1, 4]),
    ])
    func upright_ofEachOrientation_movesEveryPixel(value: Int, width: Int, expected: [Int]) throws {
        let bitmap = try #require(SamplePhotos.bitmap(width: 3, height: 2) { x, y in (UInt8(1 + x + 3 * y), 0, 9) })
        let orientation = try #require(PhotoOrientation(rawValue: value))
        var memory = ResamplerMemory()
        let turned = bitmap.withPicture(orientation: orientation) { $0.upright(maxSide: .max, memory: &memory) }
        let upright = try #require(turned)
        #expect(upright.width == width)
        #expect(upright.height == 6 / width)
        #expect(stride(from: 0, to: 18, by: 3).map { Int(upright.bytes[$0]) } == expected)
    }

    /// Whatever the orientation, the stored picture read in place is the upright one read from a copy, to the bit.
    @Test(arguments: [(37, 61), (640, 427), (300, 225), (231, 900), (1_100, 250)])
    func readings_ofEachOrientation_equalThoseOfTheUprightPicture(width: Int, height: Int) throws {
        let stored = try #require(SamplePhotos.noise(width: width, height: height, seed: 7))
        for orientation in PhotoOrientation.allCases {
            var memory = ResamplerMemory()
            let turned = stored.withPicture(orientation: orientation) { $0.upright(maxSide: .max, memory: &memory) }
            let upright = try #require(turned)
            #expect(stored.modelPixels(orientation: orientation) == upright.modelPixels(), "\(orientation)")
            #expect(stored.perceptualHash(orientation: orientation) == upright.perceptualHash(), "\(orientation)")
            let (one, other) = (stored.pdqHash(orientation: orientation), upright.pdqHash())
            let distance = one.photoFingerprint.fingerprint.distance(to: other.photoFingerprint.fingerprint)
            #expect(distance == 0 && one.quality == other.quality, "\(orientation)")
        }
    }
}
