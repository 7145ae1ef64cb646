import Foundation
import TestSupport

/// WebP files made by hand, so that every field can be wrong.
enum SampleWebP {
    /// A file of `Tests/Fixtures`: `lossy.webp` (with EXIF, turned left) and `lossless.webp`, both 48×32.
    static func fixture(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Repository.root.appending(path: "Tests/Fixtures/\(name)")))
    }

    static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        Array(name.utf8) + long(body.count) + body + (body.count % 2 == 1 ? [0] : [])
    }

    static func container(_ chunks: [UInt8]) -> [UInt8] {
        Array("RIFF".utf8) + long(chunks.count + 4) + Array("WEBP".utf8) + chunks
    }

    static func extended(width: Int, height: Int, flags: UInt8 = 0) -> [UInt8] {
        chunk("VP8X", [flags, 0, 0, 0] + number(width - 1) + number(height - 1))
    }

    /// A lossless picture of one colour: every code has one symbol, so that a pixel takes no bit at all.
    static func flat(width: Int, height: Int, green: Int = 200) -> [UInt8] {
        var bits = lossless(width: width, height: height)
        bits.put(0, 1)  // no transform
        bits.put(0, 1)  // no colour cache
        bits.put(0, 1)  // one set of codes
        for symbol in [green, 0, 0, 255, 0] { putCode(of: symbol, &bits) }
        return chunk("VP8L", bits.bytes)
    }

    /// A lossless picture of 1,024×1,024 pixels and 65,536 sets of codes, one for each 4×4 of them.
    static func manyCodes() -> [UInt8] {
        var bits = lossless(width: 1_024, height: 1_024)
        bits.put(0, 1)
        bits.put(0, 1)
        bits.put(1, 1)  // several sets of codes, chosen by a picture…
        bits.put(0, 3)  // …of one pixel for 4×4
        bits.put(0, 1)
        for alphabet in [280, 256] { putEightBitCode(alphabet, &bits) }
        for _ in 0..<3 { putCode(of: 0, &bits) }
        for set in 0..<65_536 {
            // Green is the low byte, red the high one; the codes' first bit is the highest.
            bits.putCode(set & 255, 8)
            bits.putCode(set >> 8, 8)
        }
        for _ in 0..<65_536 { for _ in 0..<5 { putCode(of: 1, &bits) } }
        return chunk("VP8L", bits.bytes)
    }

    private static func lossless(width: Int, height: Int) -> BitWriter {
        var bits = BitWriter()
        bits.put(0x2F, 8)
        bits.put(width - 1, 14)
        bits.put(height - 1, 14)
        bits.put(0, 4)
        return bits
    }

    /// A code of one symbol (RFC 9649, 3.7.2.1.1).
    private static func putCode(of symbol: Int, _ bits: inout BitWriter) {
        bits.put(1, 1)
        bits.put(0, 1)
        bits.put(symbol > 1 ? 1 : 0, 1)
        bits.put(symbol, symbol > 1 ? 8 : 1)
    }

    /// A code in which the symbols 0–255 have eight bits each (3.7.2.1.2).
    private static func putEightBitCode(_ alphabet: Int, _ bits: inout BitWriter) {
        bits.put(0, 1)
        // Lengths of the length code in the order 17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8: one bit for 0 and for 8.
        bits.put(12 - 4, 4)
        for length in [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1] { bits.put(length, 3) }
        bits.put(0, 1)
        for symbol in 0..<alphabet { bits.put(symbol < 256 ? 1 : 0, 1) }
    }

    static func long(_ value: Int) -> [UInt8] { [0, 8, 16, 24].map { UInt8(value >> $0 & 255) } }
    static func number(_ value: Int) -> [UInt8] { [0, 8, 16].map { UInt8(value >> $0 & 255) } }
}
