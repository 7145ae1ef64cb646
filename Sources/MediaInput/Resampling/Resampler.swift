/// Pillow's 8-bit resize: two passes, rounded to 8 bits between them; bit for bit, for the rows and columns asked for only.
///
/// Across first, except where the height shrinks by more than twice as many pixels as the width: there Pillow goes down first since
/// version 13 (its pull request 9549; the exact rule was found by experiment). Older versions differ by a rounding on such photos.
///
/// The kernels are unchecked. They are sound because `samples` has exactly the size that the weights were made for, which is checked
/// once, and ``ResamplingWeights`` names inputs of that size only.
package enum Resampler {
    private static let half: Int32 = 1 << (ResamplingWeights.fractionBitCount - 1)

    /// RGB interleaved, `rows.count` × `columns.count` × 3.
    package static func colour(_ image: Bitmap, columns: ResamplingWeights, rows: ResamplingWeights) -> [UInt8] {
        resampled(image.bytes, channelCount: 3, columns: columns, rows: rows)
    }

    /// Luma (ITU-R 601, as Pillow's `convert("L")` rounds it), `rows.count` × `columns.count`.
    package static func luma(_ image: Bitmap, columns: ResamplingWeights, rows: ResamplingWeights) -> [UInt8] {
        resampled(lumaPlane(of: image), channelCount: 1, columns: columns, rows: rows)
    }

    private static func resampled(
        _ samples: [UInt8],
        channelCount: Int,
        columns: ResamplingWeights,
        rows: ResamplingWeights
    ) -> [UInt8] {
        let wideByteCount = columns.inputCount * channelCount
        let narrowByteCount = columns.count * channelCount
        precondition(samples.count == rows.inputCount * wideByteCount, "weights of another picture's size")
        if goesDownFirst(columns: columns, rows: rows) {
            let low = down(samples, rowByteCount: wideByteCount, firstRow: 0, rows: rows)
            return across(low, rowByteCount: wideByteCount, lines: 0..<rows.count, channelCount, columns)
        }
        let narrow = across(samples, rowByteCount: wideByteCount, lines: rows.inputs, channelCount, columns)
        return down(narrow, rowByteCount: narrowByteCount, firstRow: rows.inputs.lowerBound, rows: rows)
    }

    private static func goesDownFirst(columns: ResamplingWeights, rows: ResamplingWeights) -> Bool {
        let heightLoss = rows.inputCount - rows.outputCount
        return heightLoss > 0 && heightLoss > 2 * (columns.inputCount - columns.outputCount)
    }

    private static func rowsMade(
        _ rowCount: Int,
        of rowByteCount: Int,
        _ makeRow: (Int, UnsafeMutablePointer<UInt8>) -> Void
    ) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: rowCount * rowByteCount) { output, initializedCount in
            guard let target = output.baseAddress else { return }
            for y in 0..<rowCount { makeRow(y, target + y * rowByteCount) }
            initializedCount = rowCount * rowByteCount
        }
    }

    private static func across(
        _ input: [UInt8],
        rowByteCount: Int,
        lines: Range<Int>,
        _ channelCount: Int,
        _ columns: ResamplingWeights
    ) -> [UInt8] {
        rowsMade(lines.count, of: columns.count * channelCount) { y, target in
            input.withUnsafeBufferPointer { input in
                guard let input = input.baseAddress else { return }
                let line = input + (lines.lowerBound + y) * rowByteCount
                channelCount == 3 ? colourRow(line, columns, target) : greyRow(line, columns, target)
            }
        }
    }

    /// `input` holds rows from `firstRow` on.
    private static func down(_ input: [UInt8], rowByteCount: Int, firstRow: Int, rows: ResamplingWeights) -> [UInt8] {
        var sums = [Int32](repeating: 0, count: rowByteCount)
        return rowsMade(rows.count, of: rowByteCount) { y, target in
            input.withUnsafeBufferPointer { input in
                sums.withUnsafeMutableBufferPointer { sums in
                    guard let input = input.baseAddress, let sums = sums.baseAddress else { return }
                    sums.update(repeating: half, count: rowByteCount)
                    for tap in 0..<rows.inputCounts[y] {
                        let line = input + (rows.firstInputs[y] + tap - firstRow) * rowByteCount
                        accumulate(line, rows.weights[y * rows.stride + tap], sums, rowByteCount)
                    }
                    for x in 0..<rowByteCount { target[x] = rounded(sums[x]) }
                }
            }
        }
    }

    private static func lumaPlane(of image: Bitmap) -> [UInt8] {
        rowsMade(image.height, of: image.width) { y, target in
            image.bytes.withUnsafeBufferPointer { bytes in
                guard let bytes = bytes.baseAddress else { return }
                lumaRow(bytes + y * image.width * 3, target, image.width)
            }
        }
    }

    @inline(__always)
    private static func rounded(_ sum: Int32) -> UInt8 {
        UInt8(truncatingIfNeeded: max(0, min(255, sum >> ResamplingWeights.fractionBitCount)))
    }

    private static func colourRow(
        _ row: UnsafePointer<UInt8>,
        _ columns: ResamplingWeights,
        _ target: UnsafeMutablePointer<UInt8>
    ) {
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

    private static func greyRow(_ row: UnsafePointer<UInt8>, _ columns: ResamplingWeights, _ target: UnsafeMutablePointer<UInt8>)
    {
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

    private static func accumulate(
        _ line: UnsafePointer<UInt8>,
        _ factor: Int32,
        _ sums: UnsafeMutablePointer<Int32>,
        _ count: Int
    ) {
        var x = 0
        while x < count {
            sums[x] &+= Int32(truncatingIfNeeded: line[x]) &* factor
            x &+= 1
        }
    }
}
