/// PNG files made by hand, so that every field can be wrong.
enum SamplePNG {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    static let end = chunk("IEND", [])

    static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + body
        return long(body.count) + named + checkSum(named[...])
    }

    /// CRC-32 of a chunk's name and body (W3C PNG, annex D).
    private static func checkSum(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return long(Int(~sum))
    }

    /// `file` with the check sum of each of its chunks set right.
    static func repaired(_ file: [UInt8]) -> [UInt8] {
        guard file.starts(with: signature) else { return file }
        var file = file
        var offset = 8
        while offset + 12 <= file.count {
            let end = offset + 8 + file[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
            guard end + 4 <= file.count else { break }
            file.replaceSubrange(end..<(end + 4), with: checkSum(file[(offset + 4)..<end]))
            offset = end + 4
        }
        return file
    }

    static func header(width: Int, height: Int, bitCount: UInt8 = 8, colourType: UInt8 = 2, interlacing: UInt8 = 0) -> [UInt8] {
        chunk("IHDR", long(width) + long(height) + [bitCount, colourType, 0, 0, interlacing])
    }

    /// A picture of `samples` (its rows with their filter bytes), deflated without compression.
    static func file(header: [UInt8], samples: [UInt8], before: [UInt8] = [], after: [UInt8] = []) -> [UInt8] {
        signature + header + before + chunk("IDAT", stored(samples)) + after + end
    }

    /// True colour, noise.
    static func file(width: Int = 16, height: Int = 8, before: [UInt8] = [], after: [UInt8] = []) -> [UInt8] {
        var rows: [UInt8] = []
        for y in 0..<height {
            rows.append(0)
            for x in 0..<(3 * width) { rows.append(UInt8(truncatingIfNeeded: x * 37 + y * 101)) }
        }
        return file(header: header(width: width, height: height), samples: rows, before: before, after: after)
    }

    /// A zlib stream of stored blocks (RFC 1950, RFC 1951).
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = [0x78, 0x01]
        var (low, high) = (1, 0)
        for start in stride(from: 0, to: max(1, bytes.count), by: 65_535) {
            let block = bytes[start..<min(bytes.count, start + 65_535)]
            let length = UInt16(block.count)
            output.append(start + 65_535 >= bytes.count ? 1 : 0)
            for word in [length, ~length] { output += [UInt8(word & 255), UInt8(word >> 8)] }
            output += block
        }
        for byte in bytes {
            low = (low + Int(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return output + long(high << 16 | low)
    }

    /// A zlib stream of zeros, at 13 bits for 258 of them, without its check sum.
    static func zeros(_ byteCount: Int) -> [UInt8] {
        var bits = BitWriter()
        bits.put(1, 1)
        bits.put(1, 2)
        // One literal zero, then "258 bytes from one byte back"; symbol 285 and distance 0 of the fixed code.
        bits.putCode(0x30, 8)
        for _ in 0..<(byteCount / 258 + 1) {
            bits.putCode(0xC5, 8)
            bits.putCode(0, 5)
        }
        bits.putCode(0, 7)
        return [0x78, 0x9C] + bits.bytes
    }

    static func long(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 255) } }
}
