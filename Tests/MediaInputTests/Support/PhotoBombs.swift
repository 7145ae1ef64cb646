import MediaInput

/// A small file made to cost much; `refusal` is `nil` where it is read, at a bounded cost.
struct PhotoBomb {
    let name: String
    let refusal: PhotoError?
    let file: [UInt8]

    init(_ name: String, _ refusal: PhotoError?, _ file: [UInt8]) {
        self.name = name
        self.refusal = refusal
        self.file = file
    }

    static func all() throws -> [PhotoBomb] { try jpeg() + flatScans() + png() + webP() }

    /// Ten megapixels of one colour, and scans of some bytes each that walk all of them.
    private static func flatScans() throws -> [PhotoBomb] {
        let bytes = [UInt8](repeating: 90, count: 3_200 * 3_200 * 3)
        guard let flat = Bitmap(width: 3_200, height: 3_200, bytes: bytes) else { return [] }
        let file = try JPEGEncoder().encode(flat, quality: 85, isProgressive: true)
        // The last scan refines the luma's last bit.
        let lastScan = file.indices.dropLast().last { file[$0] == 0xFF && file[$0 + 1] == 0xDA } ?? file.startIndex
        func bomb(_ scanCount: Int) -> [UInt8] {
            Array(file.dropLast(2)) + (0..<(scanCount - 10)).flatMap { _ in file[lastScan..<(file.count - 2)] } + [0xFF, 0xD9]
        }
        let many = bomb(58)
        let ratio = 3_200 * 3_200 * 58 / 10 * 3 / many.count
        return [
            PhotoBomb("JPEG, 58 scans of 10 megapixels", .tooCompressed(ratio: ratio, limit: 2_000), many),
            PhotoBomb("JPEG, 30 scans of 10 megapixels", nil, bomb(30)),
        ]
    }

    private static func jpeg() throws -> [PhotoBomb] {
        let plain = try SamplePhotos.file()
        let progressive = try SamplePhotos.file(isProgressive: true)
        let scan: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0x00] + [UInt8](repeating: 0x55, count: 8)
        let scans = (0..<500).flatMap { _ in scan }
        let huge = SamplePhotos.withFrame(
            Array(progressive.dropLast(2)) + scans + [0xFF, 0xD9],
            marker: 0xC2,
            width: 8_000,
            height: 6_000
        )
        let restarts = (0..<65_535).flatMap { [0xFF, 0xD0 + UInt8($0 % 8)] as [UInt8] }
        let scanStart = (SamplePhotos.offset(of: 0xDA, in: plain) ?? 0) + 14
        let table = SamplePhotos.offset(of: 0xC4, in: plain) ?? 0
        let quantisation = SamplePhotos.offset(of: 0xDB, in: plain) ?? 0
        let tables = Array(plain[quantisation..<(quantisation + 69)]) + Array(plain[table..<(table + 33)])
        func exif(_ body: [UInt8]) -> [UInt8] {
            SamplePhotos.inserting(marker: 0xE1, body: Array("Exif\0\0MM".utf8) + [0, 42, 0, 0, 0, 8] + body, into: plain)
        }
        let profile = [0xFF, 0xE2, 0xFF, 0xF0] + Array("ICC_PROFILE\0".utf8) + [1, 255] + [UInt8](repeating: 7, count: 65_504)
        return [
            PhotoBomb(
                "JPEG, 65,535 on each side",
                .tooManyPixels(width: 65_535, height: 65_535, limit: 50_000_000),
                SamplePhotos.withFrame(plain, width: 65_535, height: 65_535)
            ),
            PhotoBomb("JPEG, 510 scans of 48 megapixels", .tooManyScans(count: 510, limit: 12), huge),
            PhotoBomb(
                "JPEG, 510 scans of 48×32",
                .tooManyScans(count: 510, limit: 64),
                Array(progressive.dropLast(2)) + scans + [0xFF, 0xD9]
            ),
            PhotoBomb("JPEG, 48 megapixels in 3 KB", .truncated, SamplePhotos.withFrame(plain, width: 8_000, height: 6_000)),
            PhotoBomb(
                "JPEG, height left to a DNL marker",
                .zeroDimensions(width: 48, height: 0),
                SamplePhotos.withFrame(Array(plain.dropLast(2)) + [0xFF, 0xDC, 0, 4, 0xFF, 0xFF, 0xFF, 0xD9], height: 0)
            ),
            PhotoBomb("JPEG, 65,535 restart markers", nil, Array(plain.dropLast(2)) + restarts + [0xFF, 0xD9]),
            PhotoBomb(
                "JPEG, 65,535 restart markers first",
                nil,
                Array(plain[..<scanStart]) + restarts + Array(plain[scanStart...])
            ),
            PhotoBomb(
                "JPEG, 4 MiB of fill bytes",
                nil,
                Array(plain[..<2]) + [UInt8](repeating: 0xFF, count: 4 << 20) + Array(plain[2...])
            ),
            PhotoBomb(
                "JPEG, 4 MiB of stuffed bytes",
                nil,
                Array(plain.dropLast(2)) + (0..<(2 << 20)).flatMap { _ in [0xFF, 0x00] as [UInt8] } + [0xFF, 0xD9]
            ),
            PhotoBomb(
                "JPEG, 40,000 tables of each kind",
                nil,
                Array(plain[..<2]) + (0..<40_000).flatMap { _ in tables } + Array(plain[2...])
            ),
            PhotoBomb("JPEG, EXIF of 65,535 entries", nil, exif([0xFF, 0xFF] + [UInt8](repeating: 0, count: 60_000))),
            PhotoBomb(
                "JPEG, EXIF directory that follows itself",
                nil,
                exif([0, 1, 0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0, 8])
            ),
            PhotoBomb(
                "JPEG, EXIF of 8 segments",
                .tooMuchExif(byteCount: 8 * 60_010, limit: 262_144),
                (0..<8).reduce(plain) { file, _ in
                    SamplePhotos.inserting(
                        marker: 0xE1,
                        body: Array("Exif\0\0".utf8) + [UInt8](repeating: 0, count: 60_010),
                        into: file
                    )
                }
            ),
            PhotoBomb(
                "JPEG, profile of 5 MiB",
                .tooLargeProfile(byteCount: 80 * 65_504, limit: 4 << 20),
                Array(plain[..<2]) + (0..<80).flatMap { _ in profile } + Array(plain[2...])
            ),
        ]
    }

    private static func png() -> [PhotoBomb] {
        func zeros(_ width: Int, _ height: Int, bitCount: UInt8, interlacing: UInt8 = 0) -> [UInt8] {
            let header = SamplePNG.header(
                width: width,
                height: height,
                bitCount: bitCount,
                colourType: 0,
                interlacing: interlacing
            )
            let byteCount = (width * Int(bitCount) / 8 + 8) * height
            return SamplePNG.signature + header + SamplePNG.chunk("IDAT", SamplePNG.zeros(byteCount)) + SamplePNG.end
        }
        let deflated = SamplePNG.zeros(200_000_000)
        let name = Array("name\0\0".utf8)
        return [
            PhotoBomb("PNG, 32,767×1", nil, zeros(32_767, 1, bitCount: 1)),
            PhotoBomb("PNG, 50,000×1,000", .tooLongSide(length: 50_000, limit: 32_767), zeros(50_000, 1_000, bitCount: 1)),
            PhotoBomb(
                "PNG, 2³¹−1 on each side",
                .tooManyPixels(width: 0x7FFF_FFFF, height: 0x7FFF_FFFF, limit: 50_000_000),
                SamplePNG.file(header: SamplePNG.header(width: 0x7FFF_FFFF, height: 0x7FFF_FFFF), samples: [0])
            ),
            PhotoBomb(
                "PNG, 48 megapixels of one bit",
                .tooCompressed(ratio: 3_796, limit: 2_000),
                zeros(30_000, 1_600, bitCount: 1)
            ),
            PhotoBomb(
                "PNG, 49 megapixels of one bit, interlaced",
                .tooCompressed(ratio: 3_769, limit: 2_000),
                zeros(7_000, 7_000, bitCount: 1, interlacing: 1)
            ),
            PhotoBomb("PNG, 49 megapixels of eight bits, interlaced", nil, zeros(7_000, 7_000, bitCount: 8, interlacing: 1)),
            PhotoBomb(
                "PNG, 100×100 before a gigabyte of zeros",
                nil,
                SamplePNG.file(width: 100, height: 100).replacingIDAT(SamplePNG.zeros(1_200_000_000))
            ),
            PhotoBomb(
                "PNG, 100,000 small chunks",
                nil,
                SamplePNG.file(before: (0..<100_000).flatMap { _ in SamplePNG.chunk("tEXt", []) })
            ),
            PhotoBomb(
                "PNG, 100,000 empty parts of the picture",
                nil,
                SamplePNG.file(before: (0..<100_000).flatMap { _ in SamplePNG.chunk("IDAT", []) })
            ),
            PhotoBomb("PNG, text that inflates to 200 MB", nil, SamplePNG.file(before: SamplePNG.chunk("zTXt", name + deflated))),
            PhotoBomb(
                "PNG, profile that inflates to 200 MB",
                nil,
                SamplePNG.file(before: SamplePNG.chunk("iCCP", name + deflated))
            ),
            PhotoBomb(
                "PNG, profile of 5 MiB",
                .tooLargeProfile(byteCount: 5 << 20, limit: 4 << 20),
                SamplePNG.file(before: SamplePNG.chunk("iCCP", [UInt8](repeating: 0, count: 5 << 20)))
            ),
            PhotoBomb(
                "PNG, profile of 10 MiB",
                .tooManyBytes(byteCount: 10_486_232, limit: 8_388_608),
                SamplePNG.file(before: SamplePNG.chunk("iCCP", [UInt8](repeating: 0, count: 10 << 20)))
            ),
        ]
    }

    private static func webP() -> [PhotoBomb] {
        let frame = SampleWebP.chunk(
            "ANMF",
            [0, 0, 9, 9, 100].flatMap(SampleWebP.number) + [0] + SampleWebP.flat(width: 10, height: 10)
        )
        let frames = SampleWebP.extended(width: 10, height: 10, flags: 2) + (0..<100_000).flatMap { _ in frame }
        return [
            PhotoBomb(
                "WebP, 49 megapixels in 30 bytes",
                .tooCompressed(ratio: 4_913_700, limit: 2_000),
                SampleWebP.container(SampleWebP.flat(width: 16_379, height: 3_000))
            ),
            PhotoBomb("WebP, 4 megapixels in 30 bytes", nil, SampleWebP.container(SampleWebP.flat(width: 2_000, height: 2_000))),
            PhotoBomb(
                "WebP, canvas of 2²⁴ on each side",
                .tooManyPixels(width: 1 << 24, height: 1 << 24, limit: 50_000_000),
                SampleWebP.container(
                    SampleWebP.extended(width: 1 << 24, height: 1 << 24, flags: 2) + frame
                )
            ),
            PhotoBomb("WebP, 65,536 sets of codes", nil, SampleWebP.container(SampleWebP.manyCodes())),
            PhotoBomb("WebP, 100,000 frames", nil, SampleWebP.container(frames)),
        ]
    }
}

extension [UInt8] {
    /// A PNG of ours with the content of its only IDAT chunk replaced.
    fileprivate func replacingIDAT(_ body: [UInt8]) -> [UInt8] {
        Array(self[..<33]) + SamplePNG.chunk("IDAT", body) + SamplePNG.end
    }
}
