import Foundation
import MediaInput
import ModerationCore
import TestSupport

/// One record of `Tests/Oracles/media_pixels.py`.
struct PillowAnswer {
    let bits: UInt64
    let width: Int
    let height: Int
    let pixels: [UInt8]

    static func of(files: [URL]) throws -> [PillowAnswer] {
        try parse(
            Oracle.run("media_pixels.py", arguments: ["files"], input: Data(files.map(\.path).joined(separator: "\n").utf8))
        )
    }

    static func of(bitmaps: [Bitmap]) throws -> [PillowAnswer] {
        var input = Data()
        for bitmap in bitmaps {
            for value in [bitmap.width, bitmap.height] {
                input.append(contentsOf: withUnsafeBytes(of: UInt32(value).bigEndian) { Array($0) })
            }
            input.append(contentsOf: bitmap.bytes)
        }
        return try parse(Oracle.run("media_pixels.py", arguments: ["raw"], input: input))
    }

    private static func parse(_ data: Data) throws -> [PillowAnswer] {
        let bytes = [UInt8](data)
        let recordCount = bytes.count / (16 + PixelBuffer.byteCount)
        return (0..<recordCount).map { index in
            let start = index * (16 + PixelBuffer.byteCount)
            func number(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
            return PillowAnswer(
                bits: number(start..<(start + 8)),
                width: Int(number((start + 8)..<(start + 12))),
                height: Int(number((start + 12)..<(start + 16))),
                pixels: Array(bytes[(start + 16)..<(start + 16 + PixelBuffer.byteCount)])
            )
        }
    }
}

/// How two pixel buffers differ, in levels of 255.
struct PixelDifference: CustomStringConvertible {
    let mean: Double
    let largest: Int

    init(_ left: [UInt8], _ right: [UInt8]) {
        var (sum, largest) = (0, 0)
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                for index in 0..<min(left.count, right.count) where left[index] != right[index] {
                    let difference = abs(Int(left[index]) - Int(right[index]))
                    sum += difference
                    largest = max(largest, difference)
                }
            }
        }
        mean = left.count == right.count ? Double(sum) / Double(max(1, left.count)) : .infinity
        self.largest = largest
    }

    var description: String { "mean \(mean), largest \(largest)" }
}
