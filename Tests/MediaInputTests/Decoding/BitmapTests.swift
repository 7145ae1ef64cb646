import MediaInput
import Testing

struct BitmapTests {
    @Test func init_whenByteCountDisagrees_fails() {
        #expect(Bitmap(width: 2, height: 2, bytes: [UInt8](repeating: 0, count: 11)) == nil)
        #expect(Bitmap(width: 0, height: 2, bytes: []) == nil)
        #expect(Bitmap(width: 65_536, height: 1, bytes: [UInt8](repeating: 0, count: 65_536 * 3)) == nil)
    }
}
