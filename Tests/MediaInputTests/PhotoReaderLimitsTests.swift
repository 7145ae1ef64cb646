import Foundation
import MediaInput
import TestSupport
import Testing

/// Every way in which a photo is refused, each by its own error.
struct PhotoReaderLimitsTests {
    let reader = PhotoReader()

    @Test func read_whenEmpty_throwsEmptyFile() {
        #expect(throws: PhotoError.emptyFile) { try reader.read([]) }
    }

    @Test func read_whenTooManyBytes_throwsBeforeSniffing() {
        var limits = PhotoReader.Limits()
        limits.maxByteCount = 10
        let expected = PhotoError.tooManyBytes(byteCount: 11, limit: 10)
        #expect(throws: expected) { try PhotoReader(limits: limits).read([UInt8](repeating: 0, count: 11)) }
        #expect(PhotoReader.Limits().maxByteCount == 8_388_608)
    }

    @Test(
        arguments: [
            (Array("GIF89a12345".utf8), PhotoFormat.gif), (Array("GIF87a".utf8), .gif),
            ([0, 0, 0, 24] + Array("ftypheic".utf8), .heic), ([0, 0, 0, 24] + Array("ftypmif1".utf8), .heic),
            ([0, 0, 0, 24] + Array("ftypavif".utf8), .avif), ([0, 0, 0, 24] + Array("ftypisom".utf8), .unknown),
            ([0xFF, 0x0A, 0xFA], .jpegXL), ([0, 0, 0, 12] + Array("JXL \r\n".utf8), .jpegXL),
            ([0, 0, 0, 12] + Array("jP  \r\n".utf8), .jpeg2000), ([0x49, 0x49, 0x2A, 0x00], .tiff),
            ([0x4D, 0x4D, 0x00, 0x2A], .tiff),
            (Array("BM1234".utf8), .bmp), (Array("%PDF-1.7".utf8), .pdf), ([0xFF, 0xD8], .unknown), ([0], .unknown),
            (Array("RIFF1234WAVE".utf8), .unknown), (Array("<svg>".utf8), .unknown),
        ] as [([UInt8], PhotoFormat)]
    )
    func read_whenFormatIsUnknown_throwsUnsupportedFormat(bytes: [UInt8], format: PhotoFormat) {
        #expect(throws: PhotoError.unsupportedFormat(format)) { try reader.read(bytes) }
    }

    @Test func read_whenTooManyPixels_throwsTooManyPixels() throws {
        let file = try SamplePhotos.withFrame(SamplePhotos.file(), width: 65_500, height: 764)
        #expect(throws: PhotoError.tooManyPixels(width: 65_500, height: 764, limit: 50_000_000)) { try reader.read(file) }
        var limits = PhotoReader.Limits()
        limits.maxPixelCount = 48 * 32
        #expect(try PhotoReader(limits: limits).read(SamplePhotos.file()).width == 48)
        limits.maxPixelCount -= 1
        #expect(
            PhotoReader(limits: limits).failure(of: try SamplePhotos.file())
                == .tooManyPixels(width: 48, height: 32, limit: 1_535)
        )
    }

    @Test func read_whenSideIsTooLong_throwsTooLongSide() throws {
        var limits = PhotoReader.Limits()
        limits.maxSide = 47
        let reader = PhotoReader(limits: limits)
        #expect(reader.failure(of: try SamplePhotos.file()) == .tooLongSide(length: 48, limit: 47))
        #expect(reader.failure(of: SamplePNG.file(width: 3, height: 48)) == .tooLongSide(length: 48, limit: 47))
        let webP = SampleWebP.container(SampleWebP.flat(width: 48, height: 3))
        #expect(reader.failure(of: webP) == .tooLongSide(length: 48, limit: 47))
        limits.maxSide = 48
        #expect(PhotoReader(limits: limits).failure(of: webP) == nil)
    }

    @Test func read_whenTooCompressed_throwsInLargePicturesOnly() throws {
        var limits = PhotoReader.Limits()
        let file = SampleWebP.container(SampleWebP.flat(width: 100, height: 100))
        #expect(PhotoReader(limits: limits).failure(of: file) == nil)
        limits.anyRatioPixelCount = 9_999
        limits.maxRatio = 30_000 / file.count
        #expect(PhotoReader(limits: limits).failure(of: file) == nil)
        limits.maxRatio -= 1
        let expected = PhotoError.tooCompressed(ratio: 30_000 / file.count, limit: limits.maxRatio)
        #expect(PhotoReader(limits: limits).failure(of: file) == expected)
        limits.maxRatio = 1
        let jpeg = try SamplePhotos.file(width: 200, height: 200)
        #expect(PhotoReader(limits: limits).failure(of: jpeg) == .tooCompressed(ratio: 120_000 / jpeg.count, limit: 1))
    }

    /// The largest ratio of any photo that we know is far below the limit.
    @Test(.enabled(if: Repository.sharedData != nil))
    func ratio_ofRealPhotos_isFarBelowTheLimit() throws {
        var largest = 0.0
        for folder in ["original", "large", "firearms", "general-256", "orientation", "codec"] {
            for photo in Repository.photos(in: folder) {
                let bytes = [UInt8](try Data(contentsOf: photo))
                guard let structure = bytes.withUnsafeBufferPointer({ try? JPEGStructure(parsing: BoundedBytes($0)) }) else {
                    continue
                }
                largest = max(largest, Double(structure.frame.pixelCount * 3) / Double(bytes.count))
                #expect(structure.exifByteCount <= 65_536 && structure.profileByteCount <= 65_536, "\(photo.lastPathComponent)")
            }
        }
        print("MEASURED decoded-to-encoded ratio of real photos: at most \(largest)")
        #expect(largest > 10 && largest < Double(PhotoReader.Limits().maxRatio) / 10)
    }

    @Test func read_whenMetadataIsTooLarge_throwsForEachFormat() throws {
        var limits = PhotoReader.Limits()
        (limits.maxExifByteCount, limits.maxProfileByteCount) = (99, 99)
        let reader = PhotoReader(limits: limits)
        let body = [UInt8](repeating: 0, count: 100)
        let exif = PhotoError.tooMuchExif(byteCount: 100, limit: 99)
        let profile = PhotoError.tooLargeProfile(byteCount: 100, limit: 99)
        let plain = try SamplePhotos.file()
        #expect(
            reader.failure(of: SamplePhotos.inserting(marker: 0xE1, body: Array("Exif\0\0".utf8) + body, into: plain)) == exif
        )
        let part = Array("ICC_PROFILE\0".utf8) + [1, 2] + body[..<50]
        let halves = SamplePhotos.inserting(
            marker: 0xE2,
            body: part,
            into: SamplePhotos.inserting(marker: 0xE2, body: part, into: plain)
        )
        #expect(reader.failure(of: halves) == profile)
        #expect(reader.failure(of: SamplePNG.file(before: SamplePNG.chunk("eXIf", body))) == exif)
        #expect(reader.failure(of: SamplePNG.file(after: SamplePNG.chunk("iCCP", body))) == profile)
        let picture = SampleWebP.extended(width: 9, height: 9, flags: 0x28) + SampleWebP.flat(width: 9, height: 9)
        #expect(reader.failure(of: SampleWebP.container(picture + SampleWebP.chunk("EXIF", body))) == exif)
        #expect(reader.failure(of: SampleWebP.container(picture + SampleWebP.chunk("ICCP", body))) == profile)
        #expect(PhotoReader().failure(of: halves) == nil)
    }

    @Test func read_whenHeightOrWidthIsZero_throwsZeroDimensions() throws {
        let file = try SamplePhotos.file()
        #expect(reader.failure(of: SamplePhotos.withFrame(file, height: 0)) == .zeroDimensions(width: 48, height: 0))
        #expect(reader.failure(of: SamplePhotos.withFrame(file, width: 0)) == .zeroDimensions(width: 0, height: 32))
    }

    @Test func read_whenTwelveBit_throwsUnsupportedPrecision() throws {
        #expect(
            reader.failure(of: SamplePhotos.withFrame(try SamplePhotos.file(), bitCount: 12))
                == .unsupportedPrecision(bitCount: 12)
        )
        guard let real = SamplePhotos.shared("codec/monkey12.jpg") else { return }
        #expect(reader.failure(of: real) == .unsupportedPrecision(bitCount: 12))
    }

    @Test func read_whenLosslessOrHierarchical_throwsUnsupportedEncoding() throws {
        var file = try SamplePhotos.file()
        let frame = try #require(SamplePhotos.offset(of: 0xC0, in: file))
        file[frame + 1] = 0xC3
        #expect(reader.failure(of: file) == .unsupportedEncoding("a lossless JPEG"))
        file[frame + 1] = 0xC5
        #expect(reader.failure(of: file) == .unsupportedEncoding("a hierarchical JPEG"))
    }

    @Test func read_whenTwoComponents_throwsUnsupportedColourSpace() throws {
        let file = try SamplePhotos.file()
        let frame = try #require(SamplePhotos.offset(of: 0xC0, in: file))
        // The same header with its third component cut off.
        var two = Array(file[..<(frame + 16)] + file[(frame + 19)...])
        two[frame + 3] = 14
        two[frame + 9] = 2
        #expect(reader.failure(of: two) == .unsupportedColourSpace(componentCount: 2))
    }

    /// A 20 KB file of 50 megapixels and a thousand scans is refused by its structure, before libjpeg sees it.
    @Test func read_whenProgressiveBomb_throwsTooManyScans() throws {
        let file = try SamplePhotos.file(isProgressive: true)
        let scan: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0x00] + [UInt8](repeating: 0x55, count: 8)
        let end = try #require(file.count >= 2 ? file.count - 2 : nil)
        func bomb(_ scanCount: Int, width: Int, height: Int) -> [UInt8] {
            let body = Array(file[..<end]) + (0..<scanCount).flatMap { _ in scan } + [0xFF, 0xD9]
            return SamplePhotos.withFrame(body, marker: 0xC2, width: width, height: height)
        }
        let large = bomb(1_000, width: 32_750, height: 1_526)
        #expect(large.count < 25_000)
        #expect(reader.failure(of: large) == .tooManyScans(count: 1_010, limit: 12))
        #expect(reader.failure(of: bomb(55, width: 48, height: 32)) == .tooManyScans(count: 65, limit: 64))
        // Few scans, but too few bytes for so many blocks.
        #expect(reader.failure(of: bomb(1, width: 32_750, height: 1_526)) == .truncated)
    }

    @Test func read_whenBaselineIsCutOff_throwsTruncated() throws {
        let file = try SamplePhotos.file()
        let scan = try #require(SamplePhotos.offset(of: 0xDA, in: file))
        for count in stride(from: 3, to: file.count - 40, by: 7) {
            let failure = reader.failure(of: Array(file[..<count]))
            // Between the headers libjpeg and we agree; in the scan only `truncated` is possible.
            #expect(failure == .truncated, "cut at \(count), scan at \(scan)")
        }
    }

    @Test func read_whenOnlyEndMarkerIsMissing_reads() throws {
        let file = try SamplePhotos.file()
        let whole = try reader.decode(file[...])
        let cut = try reader.decode(file.dropLast(2))
        #expect(cut.upright == whole.upright)
        #expect(whole.warning == nil)
        #expect(cut.warning == "the end marker is missing")
    }

    @Test func read_whenProgressiveIsCutOffAfterAScan_readsWithWarning() throws {
        let file = try SamplePhotos.file(isProgressive: true)
        // Within the last scan; a cut within a table leaves libjpeg nothing to show, and the photo is refused.
        let photo = try reader.decode(file[..<(file.count - 20)])
        #expect(photo.upright.width == 48)
        #expect(photo.warning != nil)
        let first = try #require(SamplePhotos.offset(of: 0xDA, in: file))
        #expect(reader.failure(of: Array(file[..<(first + 30)])) == .truncated)
    }

    @Test func read_whenScanIsDamaged_readsWithWarning() throws {
        var file = try SamplePhotos.file()
        let scan = try #require(SamplePhotos.offset(of: 0xDA, in: file))
        for index in (scan + 200)..<(scan + 260) { file[index] = 0xA5 }
        // A marker in the middle of the scan: libjpeg fills the rest with grey, as browsers and Pillow show it.
        file.replaceSubrange((scan + 400)..<(scan + 402), with: [0xFF, 0xD9])
        #expect(try reader.read(file).decoderWarning != nil)
    }

    @Test func read_whenHeadersAreDamaged_throwsCorrupt() throws {
        let file = try SamplePhotos.file()
        let frame = try #require(SamplePhotos.offset(of: 0xC0, in: file))
        var sampling = file
        sampling[frame + 11] = 0x71
        #expect(reader.failure(of: sampling) == .corrupt(reason: "a sampling factor is out of range"))
        var short = file
        short[frame + 3] = 1
        #expect(reader.failure(of: short) == .corrupt(reason: "a segment shorter than its own length field"))
        let twice = Array(file[..<(frame + 19)] + file[frame...])
        #expect(reader.failure(of: twice) == .corrupt(reason: "a second frame header"))
        let started = Array(file[..<2] + file)
        #expect(reader.failure(of: started) == .corrupt(reason: "a second start marker"))
    }

    @Test func description_ofEveryCase_isOneLine() {
        let errors: [PhotoError] = [
            .emptyFile, .tooManyBytes(byteCount: 2, limit: 1), .unsupportedFormat(.gif), .unsupportedEncoding("a lossless JPEG"),
            .unsupportedPrecision(bitCount: 12), .unsupportedColourSpace(componentCount: 2), .zeroDimensions(width: 0, height: 1),
            .tooManyPixels(width: 2, height: 1, limit: 1), .tooManyScans(count: 2, limit: 1), .truncated,
            .tooLongSide(length: 2, limit: 1), .tooCompressed(ratio: 2, limit: 1),
            .tooMuchExif(byteCount: 2, limit: 1), .tooLargeProfile(byteCount: 2, limit: 1), .corrupt(reason: "r"),
            .libraryFailure("r"),
        ]
        #expect(errors.allSatisfy { !$0.description.isEmpty && !$0.description.contains("\n") })
        #expect(Set(errors.map(\.description)).count == errors.count)
    }
}
