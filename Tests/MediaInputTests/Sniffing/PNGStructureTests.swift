import MediaInput
import Testing

struct PNGStructureTests {
    private func parse(_ bytes: [UInt8]) throws(PhotoError) -> PNGStructure {
        try bytes.withUnsafeBufferPointer { buffer throws(PhotoError) in try PNGStructure(parsing: BoundedBytes(buffer)) }
    }

    private func failure(_ bytes: [UInt8]) -> PhotoError? {
        do throws(PhotoError) {
            _ = try parse(bytes)
            return nil
        } catch {
            return error
        }
    }

    private let header = SamplePNG.header(width: 16, height: 8)
    private let picture = SamplePNG.chunk("IDAT", [1, 2, 3])

    private func file(_ chunks: [UInt8]...) -> [UInt8] { SamplePNG.signature + chunks.flatMap { $0 } }

    @Test func init_ofPlainFile_readsTheHeader() throws {
        let structure = try parse(SamplePNG.file())
        #expect((structure.width, structure.height, structure.bitCount, structure.colourType) == (16, 8, 8, 2))
        #expect(structure.hasEndMarker && !structure.isAnimated)
        #expect(structure.orientation == .upright)
    }

    @Test func init_whenChunksAreAroundThePicture_countsThemAndLeavesThemOut() throws {
        let exif = Array(SamplePhotos.exif(orientation: 6).dropFirst(6))
        let profile = SamplePNG.chunk("iCCP", [UInt8](repeating: 0, count: 100))
        let structure = try parse(
            file(
                header,
                profile,
                SamplePNG.chunk("acTL", []),
                picture,
                picture,
                SamplePNG.chunk("eXIf", exif),
                profile,
                SamplePNG.end
            )
        )
        #expect(structure.profileByteCount == 200)
        #expect(structure.exifByteCount == exif.count)
        #expect(structure.orientation == .turnedLeft)
        #expect(structure.isAnimated)
        #expect(structure.imageData.count == 2 * picture.count)
    }

    @Test func init_whenCut_throwsTruncatedUntilThePictureIsWhole() throws {
        let whole = file(header, picture, SamplePNG.chunk("tEXt", [1, 2, 3]), SamplePNG.end)
        for count in 8..<(33 + picture.count) { #expect(failure(Array(whole[..<count])) == .truncated, "\(count)") }
        for count in (33 + picture.count)..<whole.count {
            #expect(try parse(Array(whole[..<count])).hasEndMarker == false, "\(count)")
        }
    }

    @Test func init_whenPictureIsInterrupted_takesTheFirstRunOnly() throws {
        let structure = try parse(file(header, picture, SamplePNG.chunk("tEXt", []), picture, SamplePNG.end))
        #expect(structure.imageData == 33..<(33 + picture.count))
    }

    @Test func init_whenMalformed_throwsCorrupt() {
        let palette = SamplePNG.chunk("PLTE", [1, 2, 3])
        let indexed = SamplePNG.header(width: 1, height: 1, colourType: 3)
        let cases: [([UInt8], String)] = [
            (file(picture, header, SamplePNG.end), "no PNG header chunk"),
            (file(SamplePNG.header(width: 1, height: 1, bitCount: 4), picture), "a colour type or depth that PNG does not have"),
            (
                file(SamplePNG.header(width: 1, height: 1, colourType: 5), picture),
                "a colour type or depth that PNG does not have"
            ),
            (file(SamplePNG.header(width: 1, height: 1, interlacing: 2), picture), "a PNG coding that does not exist"),
            (file(indexed, picture, SamplePNG.end), "a palette picture without a palette"),
            (file(indexed, picture, palette, SamplePNG.end), "a palette picture without a palette"),
            (file(indexed, palette, palette, picture), "a second palette"),
            (file(indexed, SamplePNG.chunk("PLTE", [1, 2]), picture), "a palette of the wrong length"),
            (file(header, SamplePNG.chunk("CgBI", []), picture), "an unknown chunk that a reader must know"),
        ]
        for (bytes, reason) in cases { #expect(failure(bytes) == .corrupt(reason: reason)) }
    }

    @Test func init_whenLengthIsHuge_throwsTruncated() {
        #expect(failure(file(header, [0xFF, 0xFF, 0xFF, 0xFF] + Array("tEXt".utf8), picture)) == .truncated)
    }
}
