import Foundation
import MediaInput
import TestSupport
import Testing

#if !DEBUG
    /// `HOLSTER_MEASURE=1 swift test -c release --filter PhotoReaderTiming` prints what one photo costs; asserts nothing about time, since the machine may be busy.
    @Suite(.enabled(if: ProcessInfo.processInfo.environment["HOLSTER_MEASURE"] != nil))
    struct PhotoReaderTimingTests {
        @Test(.enabled(if: Repository.sharedData != nil))
        func read_of1024By768_printsItsCost() throws {
            let photo = try #require(Repository.photos(in: "large").first)
            let source = try PhotoReader().decode([UInt8](Data(contentsOf: photo))[...]).upright
            let bytes = Resampler.colour(
                source,
                columns: ResamplingWeights(filter: .bicubic, inputCount: source.width, outputCount: 1_024, outputs: 0..<1_024),
                rows: ResamplingWeights(filter: .bicubic, inputCount: source.height, outputCount: 768, outputs: 0..<768)
            )
            let bitmap = try #require(Bitmap(width: 1_024, height: 768, bytes: bytes))
            let file = try JPEGEncoder().encode(bitmap, quality: 85)
            let clock = ContinuousClock()
            func median(_ work: () throws -> Void) rethrows -> Duration {
                var times: [Duration] = []
                for _ in 0..<41 { times.append(try clock.measure(work)) }
                return times.sorted()[20]
            }
            let reader = PhotoReader()
            let whole = try median { _ = try reader.read(file[...]) }
            let decode = try median { _ = try reader.decode(file[...]) }
            let pixels = try median { _ = try ModelPixels.pixelBuffer(of: bitmap) }
            let hash = median { _ = PerceptualHash(of: bitmap) }
            let digest = try median { _ = try ContentDigest.sha256(of: file[...]) }
            let turn = median { _ = bitmap.upright(from: .turnedLeft) }
            print("MEASURED 1024×768 (\(file.count) bytes), median of 41: read \(whole): decode \(decode), pixels \(pixels),")
            print("  fingerprint \(hash), SHA-256 \(digest); turning upright, where needed, \(turn)")
            #expect(try reader.read(file).width == 1_024)
        }

        /// The dearest file that the default limits let through: 50 megapixels, 12 scans, few bytes.
        @Test func read_ofDearestFile_printsItsCost() throws {
            let (width, height) = (8_160, 6_120)
            let bytes = [UInt8](repeating: 90, count: width * height * 3)
            let file = try JPEGEncoder().encode(
                try #require(Bitmap(width: width, height: height, bytes: bytes)),
                quality: 85,
                isProgressive: true
            )
            // The last scan refines the luma's last bit: two more of it make twelve scans.
            let lastScan = try #require(file.indices.dropLast().last { file[$0] == 0xFF && file[$0 + 1] == 0xDA })
            let scan = file[lastScan..<(file.count - 2)]
            let dear = Array(file.dropLast(2)) + (0..<2).flatMap { _ in scan } + [0xFF, 0xD9]
            let clock = ContinuousClock()
            var outcome = "read"
            let cost = clock.measure {
                do { _ = try PhotoReader().read(dear[...]) } catch { outcome = "\(error)" }
            }
            print("MEASURED dearest file (\(dear.count) bytes, \(width)×\(height)): \(cost), \(outcome)")
            #expect(outcome == "read")
        }
    }
#endif
