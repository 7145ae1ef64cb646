import MediaInput
import TestSupport
import Testing

struct PNGDecoderTests {
    private let reader = PhotoReader()

    @Test func decode_ofPlainFile_keepsEverySample() throws {
        let photo = try reader.decode(SamplePNG.file(width: 5, height: 3)[...])
        #expect((photo.width, photo.height, photo.format, photo.warning) == (5, 3, .png, nil))
        #expect(photo.upright.bytes.prefix(15) == (0..<15).map { UInt8(truncatingIfNeeded: $0 * 37) }[...])
    }

    @Test func decode_whenExifTurns_turns() throws {
        let exif = Array(SamplePhotos.exif(orientation: 6).dropFirst(6))
        let photo = try reader.decode(SamplePNG.file(width: 5, height: 3, before: SamplePNG.chunk("eXIf", exif))[...])
        #expect((photo.upright.width, photo.upright.height, photo.orientation) == (3, 5, .turnedLeft))
    }

    /// Coded data that end a byte early leave the last row unwritten: never a picture, at any size, plain or interlaced.
    @Test func decode_whenAByteIsMissing_throwsCorrupt() {
        for width in 1...9 {
            for height in 1...9 {
                for isInterlaced in [false, true] {
                    let samples = Self.zeroRows(width, height, isInterlaced)
                    let header = SamplePNG.header(width: width, height: height, colourType: 0, interlacing: isInterlaced ? 1 : 0)
                    let whole = SamplePNG.file(header: header, samples: samples)
                    #expect(reader.failure(of: whole) == nil, "\(width)×\(height) \(isInterlaced)")
                    let short = SamplePNG.file(header: header, samples: samples.dropLast())
                    #expect(
                        reader.failure(of: short) == .corrupt(reason: "not enough image data"),
                        "\(width)×\(height) \(isInterlaced)"
                    )
                }
            }
        }
    }

    /// The rows of a grey picture of zeros with their filter bytes, in the order of Adam7 where interlaced.
    private static func zeroRows(_ width: Int, _ height: Int, _ isInterlaced: Bool) -> [UInt8] {
        let passes =
            isInterlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)] : [(0, 0, 1, 1)]
        let byteCount = passes.reduce(0) { sum, pass in
            let across = (width - pass.0 + pass.2 - 1) / pass.2
            let down = (height - pass.1 + pass.3 - 1) / pass.3
            return sum + (across > 0 && down > 0 ? (across + 1) * down : 0)
        }
        return [UInt8](repeating: 0, count: byteCount)
    }

    @Test func decode_whenCheckSumIsWrong_throwsCorrupt() throws {
        var file = SamplePNG.file()
        file[file.count - SamplePNG.end.count - 1] ^= 1
        guard case .corrupt = reader.failure(of: file) else {
            Issue.record("expected corrupt")
            return
        }
    }

    @Test func decode_whenOnlyEndMarkerIsMissing_readsWithWarning() throws {
        let file = SamplePNG.file()
        let photo = try reader.decode(file.dropLast(SamplePNG.end.count))
        #expect(photo.warning == "the end marker is missing")
        #expect(photo.upright == (try reader.decode(file[...]).upright))
    }

    @Test func decode_whenAnimated_readsTheStillPictureWithWarning() throws {
        let photo = try reader.decode(SamplePNG.file(before: SamplePNG.chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]))[...])
        #expect(photo.warning?.contains("animation") == true)
    }
}
