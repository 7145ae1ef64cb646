import MediaInput
import TestSupport
import Testing

/// Damaged files never trap: whatever comes, the reader answers with a photo or a ``PhotoError``.
struct PhotoReaderFuzzTests {
    static func mutated(_ file: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = file
        for _ in 0..<Int.random(in: 1...6, using: &random) where bytes.count > 4 {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0, 1: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 2: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 3: bytes[at] = [0, 0xFF, 0x80, 0x7F].randomElement(using: &random) ?? 0
            case 4: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...12, using: &random)))
            case 5: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 24)], at: at)
            case 6: bytes.insert(contentsOf: [0xFF, UInt8.random(in: 0xC0...0xFE, using: &random)], at: at)
            // Damage among the headers is rarer by chance than in the scan, and matters more.
            default: bytes[at % min(bytes.count, 700)] = UInt8.random(in: 0...255, using: &random)
            }
        }
        if Int.random(in: 0..<6, using: &random) == 0 { bytes.removeLast(Int.random(in: 0...bytes.count, using: &random)) }
        return bytes
    }

    @Test func read_whenMutated_neverTraps() throws {
        var limits = PhotoReader.Limits()
        limits.maxPixelCount = 1 << 17
        let reader = PhotoReader(limits: limits)
        let plain = try SamplePhotos.file(width: 40, height: 24)
        var seeds = [
            SamplePhotos.inserting(marker: 0xE1, body: SamplePhotos.exif(orientation: 6), into: plain),
            try SamplePhotos.file(width: 24, height: 40, isProgressive: true), plain,
        ]
        seeds += ["codec/testorig.jpg", "codec/testimgint.jpg", "codec/testimgari.jpg"].compactMap(SamplePhotos.shared)
        var random = SeededRandom(seed: 0x5EED_0001)
        var outcomes: [String: Int] = [:]
        let count = 24_000
        for index in 0..<count {
            let file = Self.mutated(seeds[index % 12 < seeds.count ? index % 12 : index % 3], &random)
            do {
                let photo = try reader.decode(file[...])
                #expect(photo.upright.bytes.count == photo.width * photo.height * 3)
                if index % 400 == 0 { _ = try reader.read(file) }
                outcomes[photo.warning == nil ? "read" : "read with a warning", default: 0] += 1
            } catch {
                #expect(!error.description.isEmpty && !error.description.contains("\n"))
                outcomes[String("\(error.description)".prefix { !$0.isNumber && $0 != ":" }), default: 0] += 1
            }
        }
        print("MEASURED fuzz: \(count) files: \(outcomes.sorted { $0.value > $1.value })")
        #expect(outcomes.values.reduce(0, +) == count)
        #expect(outcomes.count >= 8)
        #expect(outcomes["read", default: 0] * 100 >= count)
    }

    /// PNG with its check sums set right after the damage, since a wrong one would end most files early; WebP as it comes.
    @Test func read_whenPNGOrWebPIsMutated_neverTraps() throws {
        var limits = PhotoReader.Limits()
        limits.maxPixelCount = 1 << 16
        let reader = PhotoReader(limits: limits)
        let exif = Array(SamplePhotos.exif(orientation: 6).dropFirst(6))
        let place = [1, 1, 19, 9, 100].flatMap(SampleWebP.number) + [0]
        let seeds = [
            try SampleWebP.fixture("lossy.webp"), try SampleWebP.fixture("lossless.webp"),
            SamplePNG.file(width: 40, height: 30), SamplePNG.file(before: SamplePNG.chunk("eXIf", exif)),
            SamplePNG.file(after: SamplePNG.chunk("iCCP", [1, 2, 3])),
            SamplePNG.file(
                header: SamplePNG.header(width: 9, height: 5, bitCount: 2, colourType: 3, interlacing: 1),
                samples: (0..<60).map { UInt8($0 % 5) },
                before: SamplePNG.chunk("PLTE", [1, 2, 3, 4, 5, 6])
            ),
            SampleWebP.container(SampleWebP.flat(width: 20, height: 10)),
            SampleWebP.container(
                SampleWebP.extended(width: 40, height: 30, flags: 0x0A) + SampleWebP.chunk("EXIF", exif)
                    + SampleWebP.chunk("ANMF", place + SampleWebP.flat(width: 20, height: 10))
            ),
        ]
        var random = SeededRandom(seed: 0x5EED_0003)
        var outcomes: [String: Int] = [:]
        for index in 0..<42_000 {
            var file = Self.mutated(seeds[index % seeds.count], &random)
            if index % 4 != 0 { file = SamplePNG.repaired(file) }
            do {
                let photo = try reader.decode(file[...])
                #expect(photo.upright.bytes.count == photo.width * photo.height * 3)
                outcomes["read \(photo.format.rawValue)", default: 0] += 1
            } catch {
                #expect(!error.description.isEmpty && !error.description.contains("\n"))
                outcomes[String("\(error.description)".prefix { !$0.isNumber && $0 != ":" }), default: 0] += 1
            }
        }
        print("MEASURED fuzz of PNG and WebP: \(outcomes.sorted { $0.value > $1.value })")
        #expect((outcomes["read PNG"] ?? 0) > 500 && (outcomes["read WebP"] ?? 0) > 1_000)
        #expect(outcomes.count >= 6)
    }

    @Test func orientation_whenExifIsRandom_neverTraps() {
        var random = SeededRandom(seed: 0x5EED_0002)
        let valid = Array(SamplePhotos.exif(orientation: 8).dropFirst(6))
        var found = 0
        for _ in 0..<100_000 {
            var bytes = valid
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            bytes.removeLast(Int.random(in: 0..<4, using: &random) == 0 ? Int.random(in: 0...bytes.count, using: &random) : 0)
            let orientation = bytes.withUnsafeBufferPointer { PhotoOrientation(exif: BoundedBytes($0)) }
            found += orientation == .turnedRight ? 1 : 0
        }
        #expect((20_000..<100_000).contains(found))
    }
}
