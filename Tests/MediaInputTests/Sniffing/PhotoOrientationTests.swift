import MediaInput
import Testing

struct PhotoOrientationTests {
    private func orientation(_ bytes: [UInt8]) -> PhotoOrientation {
        bytes.withUnsafeBufferPointer { PhotoOrientation(exif: BoundedBytes($0)) }
    }

    private func bigEndian(type: UInt8, count: UInt8, value: [UInt8]) -> [UInt8] {
        [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, type, 0, 0, 0, count] + value
    }

    @Test func init_ofEachTypeOfNumber_readsIt() {
        #expect(orientation(bigEndian(type: 3, count: 1, value: [0, 6, 0, 0])) == .turnedLeft)
        #expect(orientation(bigEndian(type: 4, count: 1, value: [0, 0, 0, 8])) == .turnedRight)
        #expect(orientation(bigEndian(type: 1, count: 1, value: [3, 0, 0, 0])) == .upsideDown)
        let little: [UInt8] = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 5, 0, 0, 0]
        #expect(orientation(little) == .transposed)
    }

    @Test func init_whenMalformed_isUpright() {
        #expect(orientation([]) == .upright)
        #expect(orientation(bigEndian(type: 3, count: 1, value: [0, 9, 0, 0])) == .upright)
        #expect(orientation(bigEndian(type: 3, count: 1, value: [0, 0, 0, 0])) == .upright)
        #expect(orientation(bigEndian(type: 7, count: 1, value: [0, 6, 0, 0])) == .upright)
        #expect(orientation(bigEndian(type: 3, count: 200, value: [0, 6, 0, 0])) == .upright)
        #expect(orientation(bigEndian(type: 3, count: 1, value: [0])) == .upright)
        // A directory far outside, and one that claims 65,535 entries.
        #expect(orientation([0x4D, 0x4D, 0, 42, 0xFF, 0xFF, 0xFF, 0xFF]) == .upright)
        #expect(orientation([0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0xFF, 0xFF, 0, 0]) == .upright)
    }
}
