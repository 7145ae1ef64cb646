import MediaInput
import TestSupport
import Testing

struct RenderingTests {
    private static func contains(_ bytes: [UInt8], _ text: String) -> Bool {
        let wanted = Array(text.utf8)
        return bytes.indices.contains { bytes[$0...].starts(with: wanted) }
    }

    @Test func rendering_whenPhotoIsLarge_isUprightSmallAndWithoutMetadata() throws {
        let plain = try SamplePhotos.file(width: 600, height: 200)
        var file = SamplePhotos.inserting(marker: 0xE1, body: SamplePhotos.exif(orientation: 6), into: plain)
        file = SamplePhotos.inserting(marker: 0xFE, body: Array("taken at home".utf8), into: file)
        file = SamplePhotos.inserting(marker: 0xED, body: Array("Photoshop 3.0\0".utf8), into: file)
        #expect(try PhotoReader().read(file).orientation == .turnedLeft)
        let rendering = try PhotoReader().rendering(of: file[...])
        let photo = try PhotoReader().read(rendering)
        #expect((photo.width, photo.height) == (171, 512))
        #expect(photo.orientation == .upright)
        #expect(photo.decoderWarning == nil)
        for text in ["Exif", "home", "Photoshop"] {
            #expect(Self.contains(file, text))
            #expect(!Self.contains(rendering, text))
        }
        // JFIF only: no other application segment and no comment.
        for marker in Array(0xE1...0xEF as ClosedRange<UInt8>) + [0xFE] {
            #expect(SamplePhotos.offset(of: marker, in: rendering) == nil)
        }
    }

    @Test func rendering_whenPhotoIsSmall_isNotEnlarged() throws {
        let file = try SamplePhotos.file(width: 48, height: 32)
        let photo = try PhotoReader().read(try PhotoReader().rendering(of: file[...]))
        #expect((photo.width, photo.height) == (48, 32))
    }

    @Test func rendering_whenPhotoIsAThread_keepsOnePixel() throws {
        let file = try SamplePhotos.file(width: 4_000, height: 1)
        let photo = try PhotoReader().read(try PhotoReader().rendering(of: file[...]))
        #expect((photo.width, photo.height) == (512, 1))
    }

    @Test func rendering_whenPhotoIsRefused_throwsTheSameError() {
        #expect(throws: PhotoError.emptyFile) { try PhotoReader().rendering(of: []) }
    }
}
