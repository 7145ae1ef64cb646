import MediaInput
import Testing

struct WebPStructureTests {
    private func parse(_ bytes: [UInt8]) throws(PhotoError) -> WebPStructure {
        try bytes.withUnsafeBufferPointer { buffer throws(PhotoError) in try WebPStructure(parsing: BoundedBytes(buffer)) }
    }

    private func failure(_ bytes: [UInt8]) -> PhotoError? {
        do throws(PhotoError) {
            _ = try parse(bytes)
            return nil
        } catch {
            return error
        }
    }

    /// The first bytes of a key frame; enough for a parser that decodes nothing.
    private func lossy(width: Int, height: Int, head: UInt8 = 0x10) -> [UInt8] {
        let body: [UInt8] = [
            head, 0, 0, 0x9D, 0x01, 0x2A, UInt8(width & 255), UInt8(width >> 8), UInt8(height & 255), UInt8(height >> 8),
        ]
        return SampleWebP.chunk("VP8 ", body)
    }

    private func animationFrame(left: Int, top: Int, width: Int, height: Int, _ content: [UInt8]) -> [UInt8] {
        let place = [left / 2, top / 2, width - 1, height - 1, 100].flatMap(SampleWebP.number)
        return SampleWebP.chunk("ANMF", place + [0] + content)
    }

    @Test func init_ofPlainFiles_readsTheirSize() throws {
        let lossless = try parse(SampleWebP.container(SampleWebP.flat(width: 16_383, height: 7)))
        #expect((lossless.width, lossless.height) == (16_383, 7))
        let plain = try parse(SampleWebP.container(lossy(width: 300, height: 200)))
        #expect((plain.width, plain.height, plain.isWhole) == (300, 200, true))
        #expect(plain.frame.coded == 12..<30)
    }

    @Test func init_ofExtendedFile_countsMetadataAndPassesOverAlpha() throws {
        let exif = Array(SamplePhotos.exif(orientation: 8).dropFirst(6))
        let chunks =
            SampleWebP.extended(width: 30, height: 20, flags: 0x28) + SampleWebP.chunk("ICCP", [UInt8](repeating: 1, count: 77))
            + SampleWebP.chunk("ALPH", [0, 1, 2]) + lossy(width: 30, height: 20) + SampleWebP.chunk("EXIF", exif)
        let structure = try parse(SampleWebP.container(chunks))
        #expect((structure.profileByteCount, structure.exifByteCount) == (77, exif.count))
        #expect(structure.orientation == .turnedRight)
        #expect(structure.frame.coded.count == 18)
        #expect(!structure.isAnimated)
    }

    @Test func init_whenFlagDeniesExif_staysUpright() throws {
        let exif = Array(SamplePhotos.exif(orientation: 8).dropFirst(6))
        let chunks = SampleWebP.extended(width: 30, height: 20) + lossy(width: 30, height: 20) + SampleWebP.chunk("EXIF", exif)
        let structure = try parse(SampleWebP.container(chunks))
        #expect(structure.orientation == .upright)
        #expect(structure.exifByteCount == exif.count)
    }

    @Test func init_ofAnimation_takesTheFirstFrame() throws {
        let chunks =
            SampleWebP.extended(width: 40, height: 30, flags: 2) + SampleWebP.chunk("ANIM", [UInt8](repeating: 0, count: 6))
            + animationFrame(
                left: 6,
                top: 4,
                width: 20,
                height: 10,
                SampleWebP.chunk("ALPH", [1]) + SampleWebP.flat(width: 20, height: 10)
            )
            + animationFrame(left: 0, top: 0, width: 40, height: 30, lossy(width: 40, height: 30))
        let structure = try parse(SampleWebP.container(chunks))
        #expect(structure.isAnimated)
        #expect((structure.width, structure.height) == (40, 30))
        let frame = structure.frame
        #expect((frame.left, frame.top, frame.width, frame.height) == (6, 4, 20, 10))
    }

    @Test func init_whenMalformed_throws() {
        let animated = SampleWebP.extended(width: 40, height: 30, flags: 2)
        let small = SampleWebP.flat(width: 20, height: 10)
        let unfit = PhotoError.corrupt(reason: "a frame that does not fit its canvas")
        let cases: [([UInt8], PhotoError)] = [
            ([], .truncated),
            (SampleWebP.chunk("JUNK", [1, 2, 3, 4]), .corrupt(reason: "a WebP file without a picture")),
            (SampleWebP.extended(width: 4, height: 4), .corrupt(reason: "a WebP file without a picture")),
            (SampleWebP.extended(width: 40, height: 30) + small, unfit),
            (animated + animationFrame(left: 22, top: 0, width: 20, height: 10, small), unfit),
            (animated + animationFrame(left: 0, top: 22, width: 20, height: 10, small), unfit),
            (
                animated + animationFrame(left: 0, top: 0, width: 21, height: 10, small),
                .corrupt(reason: "a frame of another size than its picture")
            ),
            (
                animated + animationFrame(left: 0, top: 0, width: 20, height: 10, []),
                .corrupt(reason: "a frame without a picture")
            ),
            (lossy(width: 9, height: 9, head: 0x11), .corrupt(reason: "a lossy picture that is no key frame")),
            (SampleWebP.chunk("VP8X", [0, 0, 0, 0]), .truncated),
        ]
        for (chunks, error) in cases { #expect(failure(SampleWebP.container(chunks)) == error) }
    }

    @Test func init_whenCut_throwsTruncatedUntilThePictureIsWhole() throws {
        let head = SampleWebP.extended(width: 20, height: 10)
        let whole = SampleWebP.container(head + SampleWebP.flat(width: 20, height: 10) + SampleWebP.chunk("XMP ", [1, 2, 3, 4]))
        let picture = 12 + head.count + SampleWebP.flat(width: 20, height: 10).count
        for count in 12..<(picture - 1) { #expect(failure(Array(whole[..<count])) == .truncated, "\(count)") }
        for count in picture..<whole.count { #expect(try parse(Array(whole[..<count])).isWhole == false, "\(count)") }
    }
}
