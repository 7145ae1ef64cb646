import MediaInput
import Testing

struct BitmapTests {
    @Test func init_whenByteCountDisagrees_fails() {
        #expect(Bitmap(width: 2, height: 2, bytes: [UInt8](repeating: 0, count: 11)) == nil)
        #expect(Bitmap(width: 0, height: 2, bytes: []) == nil)
        #expect(Bitmap(width: 65_536, height: 1, bytes: [UInt8](repeating: 0, count: 65_536 * 3)) == nil)
    }

    /// Each orientation of EXIF 2.32 on 3×2 pixels numbered 1–6, by hand from the standard's figure.
    @Test(arguments: [
        (1, 3, [1, 2, 3, 4, 5, 6]), (2, 3, [3, 2, 1, 6, 5, 4]), (3, 3, [6, 5, 4, 3, 2, 1]), (4, 3, [4, 5, 6, 1, 2, 3]),
        (5, 2, [1, 4, 2, 5, 3, 6]), (6, 2, [4, 1, 5, 2, 6, 3]), (7, 2, [6, 3, 5, 2, 4, 1]), (8, 2, [3, 6, 2, 5, 1, 4]),
    ])
    func upright_ofEachOrientation_movesEveryPixel(value: Int, width: Int, expected: [Int]) throws {
        let bitmap = try #require(SamplePhotos.bitmap(width: 3, height: 2) { x, y in (UInt8(1 + x + 3 * y), 0, 9) })
        let upright = bitmap.upright(from: try #require(PhotoOrientation(rawValue: value)))
        #expect(upright.width == width)
        #expect(upright.height == 6 / width)
        #expect(stride(from: 0, to: 18, by: 3).map { Int(upright.bytes[$0]) } == expected)
    }
}
