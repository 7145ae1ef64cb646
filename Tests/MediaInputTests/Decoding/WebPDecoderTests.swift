import MediaInput
import TestSupport
import Testing

struct WebPDecoderTests {
    private let reader = PhotoReader()

    @Test func decode_ofFlatLossless_fillsThePicture() throws {
        let photo = try reader.decode(SampleWebP.container(SampleWebP.flat(width: 300, height: 20))[...])
        #expect((photo.width, photo.height, photo.format, photo.warning) == (300, 20, .webP, nil))
        #expect(photo.upright.bytes == (0..<6_000).flatMap { _ in [0, 200, 0] as [UInt8] })
    }

    @Test func decode_ofLossyFileWithExif_turns() throws {
        let file = try SampleWebP.fixture("lossy.webp")
        let photo = try reader.decode(file[...])
        #expect((photo.upright.width, photo.upright.height, photo.orientation) == (32, 48, .turnedLeft))
        #expect(photo.warning == nil)
    }

    /// Coded data are never made up: each cut within the picture is refused.
    @Test(arguments: ["lossy.webp", "lossless.webp"])
    func decode_whenCut_throwsTruncated(name: String) throws {
        let file = try SampleWebP.fixture(name)
        let picture = file.withUnsafeBufferPointer { try? WebPStructure(parsing: BoundedBytes($0)).frame.coded }
        let end = try #require(picture).upperBound
        for count in stride(from: 20, to: end, by: 5) { #expect(reader.failure(of: Array(file[..<count])) == .truncated) }
        // The same with lengths that agree: libwebp itself misses the rest.
        var short = Array(file[..<(end - 40)])
        short.replaceSubrange(4..<8, with: SampleWebP.long(short.count - 8))
        let start = try #require(picture).lowerBound
        short.replaceSubrange((start + 4)..<(start + 8), with: SampleWebP.long(short.count - start - 8))
        let failure = try #require(reader.failure(of: short))
        if case .libraryFailure = failure { Issue.record("\(failure)") }
    }

    @Test func decode_whenFrameCoversAPart_leavesTheRestBlack() throws {
        let place = [1, 1, 3, 1, 100].flatMap(SampleWebP.number) + [0]
        let frame = SampleWebP.chunk("ANMF", place + SampleWebP.flat(width: 4, height: 2))
        let file = SampleWebP.container(SampleWebP.extended(width: 8, height: 5, flags: 2) + frame)
        let photo = try reader.decode(file[...])
        let green = stride(from: 1, to: photo.upright.bytes.count, by: 3).map { photo.upright.bytes[$0] }
        let covered = (0..<5).flatMap { y in (0..<8).map { x in (2..<6).contains(x) && (2..<4).contains(y) ? 200 : 0 as UInt8 } }
        #expect(green == covered)
        #expect(photo.warning?.contains("first frame") == true)
    }

    @Test func decode_whenCodedDataAreNoise_throwsOrReads() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<2_000 {
            var body = SampleWebP.flat(width: 40, height: 40)
            body += (0..<64).map { _ in UInt8.random(in: 0...255, using: &random) }
            for index in 13..<body.count { body[index] = UInt8.random(in: 0...255, using: &random) }
            body.replaceSubrange(4..<8, with: SampleWebP.long(body.count - 8))
            if let failure = reader.failure(of: SampleWebP.container(body)) { #expect(!failure.description.isEmpty) }
        }
    }

    @Test func decode_whenHeadersDisagree_throwsCorrupt() {
        // libwebp refuses a picture that is not marked as shown; our parser does not look at that bit.
        let hidden: [UInt8] = [0x00, 0, 0, 0x9D, 0x01, 0x2A, 9, 0, 9, 0]
        guard case .corrupt = reader.failure(of: SampleWebP.container(SampleWebP.chunk("VP8 ", hidden))) else {
            Issue.record("expected corrupt")
            return
        }
    }
}
