/// Pillow's 8-bit resize: across first, rounded to 8 bits, then down; bit for bit, for the rows and columns asked for only.
///
/// The kernels are unchecked. They are sound because ``Bitmap`` has exactly `width * height * 3` bytes, and ``ResamplingWeights``
/// of the picture's own sides name inputs inside it.
package enum Resampler {
    private static let half: Int32 = 1 << (ResamplingWeights.fractionBitCount - 1)

    /// RGB interleaved, `rows.count` × `columns.count` × 3.
    package static func colour(_ image: Bitmap, columns: ResamplingWeights, rows: ResamplingWeights) -> [UInt8] {
        let across = pass(rows: rows.inputs, rowByteCount: columns.count * 3) { y, target in
            image.bytes.withUnsafeBufferPointer { bytes in
                guard let base = bytes.baseAddress else { return }
                colourRow(base + y * image.width * 3, columns, target)
            }
        }
        return down(across, rowByteCount: columns.count * 3, rows: rows)
    }

    /// Luma (ITU-R 601, as Pillow's `convert("L")` rounds it), `rows.count` × `columns.count`.
    package static func luma(_ image: Bitmap, columns: ResamplingWeights, rows: ResamplingWeights) -> [UInt8] {
        var line = [UInt8](repeating: 0, count: image.width)
        let across = pass(rows: rows.inputs, rowByteCount: columns.count) { y, target in
            image.bytes.withUnsafeBufferPointer { bytes in
                line.withUnsafeMutableBufferPointer { line in
                    guard let base = bytes.baseAddress, let line = line.baseAddress else { return }
                    lumaRow(base + y * image.width * 3, line, image.width)
                    greyRow(line, columns, target)
                }
            }
        }
        return down(across, rowByteCount: columns.count, rows: rows)
    }

    private static func pass(
        rows: Range<Int>, rowByteCount: Int, _ makeRow: (Int, UnsafeMutablePointer<UInt8>) -> Void
    ) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: rows.count * rowByteCount) { output, initializedCount in
            guard let target = output.baseAddress else { return }
            for (index, y) in rows.enumerated() { makeRow(y, target + index * rowByteCount) }
            initializedCount = rows.count * rowByteCount
        }
    }

    @inline(__always)
    private static func rounded(_ sum: Int32) -> UInt8 {
        UInt8(truncatingIfNeeded: max(0, min(255, sum >> ResamplingWeights.fractionBitCount)))
    }

    private static func colourRow(_ row: UnsafePointer<UInt8>, _ columns: ResamplingWeights, _ target: UnsafeMutablePointer<UInt8>) {
        columns.weights.withUnsafeBufferPointer { weights in
            guard let weights = weights.baseAddress else { return }
            for x in 0..<columns.count {
                var pixel = row + columns.firstInputs[x] * 3
                var weight = weights + x * columns.stride
                let end = weight + columns.inputCounts[x]
                var (red, green, blue) = (half, half, half)
                while weight < end {
                    let factor = weight.pointee
                    red &+= Int32(truncatingIfNeeded: pixel[0]) &* factor
                    green &+= Int32(truncatingIfNeeded: pixel[1]) &* factor
                    blue &+= Int32(truncatingIfNeeded: pixel[2]) &* factor
                    weight += 1
                    pixel += 3
                }
                target[3 * x] = rounded(red)
                target[3 * x + 1] = rounded(green)
                target[3 * x + 2] = rounded(blue)
            }
        }
    }

    private static func greyRow(_ row: UnsafePointer<UInt8>, _ columns: ResamplingWeights, _ target: UnsafeMutablePointer<UInt8>) {
        columns.weights.withUnsafeBufferPointer { weights in
            guard let weights = weights.baseAddress else { return }
            for x in 0..<columns.count {
                let samples = row + columns.firstInputs[x]
                let factors = weights + x * columns.stride
                let count = columns.inputCounts[x]
                var sum = half
                var tap = 0
                while tap < count {
                    sum &+= Int32(truncatingIfNeeded: samples[tap]) &* factors[tap]
                    tap &+= 1
                }
                target[x] = rounded(sum)
            }
        }
    }

    private static func lumaRow(_ row: UnsafePointer<UInt8>, _ line: UnsafeMutablePointer<UInt8>, _ width: Int) {
        var x = 0
        while x < width {
            let red = UInt32(truncatingIfNeeded: row[3 &* x]) &* 19_595
            let green = UInt32(truncatingIfNeeded: row[3 &* x &+ 1]) &* 38_470
            let blue = UInt32(truncatingIfNeeded: row[3 &* x &+ 2]) &* 7_471
            line[x] = UInt8(truncatingIfNeeded: (red &+ green &+ blue &+ 0x8000) >> 16)
            x &+= 1
        }
    }

    /// `input` holds the rows `rows.inputs`.
    private static func down(_ input: [UInt8], rowByteCount: Int, rows: ResamplingWeights) -> [UInt8] {
        var sums = [Int32](repeating: 0, count: rowByteCount)
        return pass(rows: 0..<rows.count, rowByteCount: rowByteCount) { y, target in
            input.withUnsafeBufferPointer { input in
                sums.withUnsafeMutableBufferPointer { sums in
                    guard let input = input.baseAddress, let sums = sums.baseAddress else { return }
                    sums.update(repeating: half, count: rowByteCount)
                    for tap in 0..<rows.inputCounts[y] {
                        let factor = rows.weights[y * rows.stride + tap]
                        let line = input + (rows.firstInputs[y] + tap - rows.inputs.lowerBound) * rowByteCount
                        accumulate(line, factor, sums, rowByteCount)
                    }
                    for x in 0..<rowByteCount { target[x] = rounded(sums[x]) }
                }
            }
        }
    }

    private static func accumulate(_ line: UnsafePointer<UInt8>, _ factor: Int32, _ sums: UnsafeMutablePointer<Int32>, _ count: Int) {
        var x = 0
        while x < count {
            sums[x] &+= Int32(truncatingIfNeeded: line[x]) &* factor
            x &+= 1
        }
    }
}
