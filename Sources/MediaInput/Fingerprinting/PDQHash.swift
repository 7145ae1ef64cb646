import CPixelKernels
import Glibc
package import ModerationCore

/// Meta's PDQ: 256 bits of a 16×16 DCT of a blurred 64×64 luma picture, with its quality, 0–100.
///
/// Source: Facebook's "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" (2019). The bits are the reference's
/// but where a coefficient nearly equals the median: luma is rounded to 8 bits here and not there. Of a picture decoded at a fraction of
/// its size each sample is weighted as the samples that it stands for, so 1/8 gives the same hash within 4 bits (measured; its README allows a
/// port 10).
package struct PDQHash: Sendable, Equatable {
    private static let side = PDQAxis.side
    private static let lowCount = 16

    /// Below this the reference's authors advise not to match.
    package static let minQuality = 50

    /// A coefficient this close to the median is decided by noise: the transform is orthonormal, so it carries the noise of one blurred
    /// sample, of which recompression makes about a level.
    package static let noiseFloor: Float = 1

    /// More coefficients than this within ``noiseFloor`` of the median make the fingerprint unreliable: symmetric drawings have half or more.
    package static let maxUndecidedCount = 64

    private let oriented: OrientedBits
    /// How much the 64×64 picture changes from sample to sample, 0 (flat) to 100; about the same in all orientations.
    package let quality: Int

    /// In the order of PDQ's hexadecimal form: the first bit is the coefficient of the highest frequencies. Of the picture turned as
    /// `orientation` says.
    package func words(_ orientation: Orientation) -> SIMD4<UInt64> {
        let lines = oriented.lines(orientation)
        var words = SIMD4<UInt64>.zero
        // The reference numbers bits from the lowest frequencies up and writes the highest number first.
        for line in 0..<Self.lowCount {
            words[3 - line / 4] |= UInt64(lines[line]) << UInt64(truncatingIfNeeded: line % 4 * Self.lowCount)
        }
        return words
    }

    /// How many coefficients are within ``noiseFloor`` of their median, in the orientation that has most.
    package var undecidedCount: Int { oriented.undecidedCount }

    package var photoFingerprint: PhotoFingerprint {
        PhotoFingerprint(
            fingerprint: Fingerprint(pdq256: words(.upright)),
            isReliable: quality >= Self.minQuality && undecidedCount <= Self.maxUndecidedCount,
            orientations: Orientation.allCases.map { Fingerprint(pdq256: words($0)) }
        )
    }
}

extension PDQHash {
    package init(of picture: DecodedPicture, memory: inout ResamplerMemory) {
        let (side, low) = (Self.side, Self.lowCount * Self.lowCount)
        let numbers = memory.numbers.elements(of: Float.self, side * side + Self.lowCount * side + 2 * low)
        let samples = UnsafeMutableBufferPointer(start: numbers, count: side * side)
        let columns = UnsafeMutableBufferPointer(start: numbers + samples.count, count: Self.lowCount * side)
        let coefficients = UnsafeMutableBufferPointer(start: numbers + samples.count + columns.count, count: low)
        Self.blur(picture, &memory, into: samples)
        Self.transform(samples, columns, into: coefficients)
        quality = Self.quality(of: samples)
        let isTurned = picture.orientation.swapsSides
        let (width, height) =
            isTurned ? (picture.fullHeight, picture.fullWidth) : (picture.fullWidth, picture.fullHeight)
        // A mirrored picture's samples lie as far to the right as this one's: from where these come to lie, twice as far.
        let across = PDQPhase(samples: 2 * PDQAxis.meanOffset(fullCount: width))
        let down = PDQPhase(samples: 2 * PDQAxis.meanOffset(fullCount: height))
        oriented = OrientedBits(
            of: coefficients,
            side: Self.lowCount,
            lowestFrequency: 1,
            noiseFloor: Self.noiseFloor,
            scratch: UnsafeMutableBufferPointer(start: numbers + samples.count + columns.count + low, count: low)
        ) { values in
            // The reference's median of an even count is the lower of the two in the middle.
            values.select(low / 2 - 1)
            return values[low / 2 - 1]
        } correct: { isAcross, coefficients in
            if isAcross { across.shiftAcross(coefficients) } else { down.shiftDown(coefficients) }
        }
    }

    /// 64×64 samples of luma, 0–255, upright.
    private static func blur(
        _ picture: DecodedPicture,
        _ memory: inout ResamplerMemory,
        into samples: UnsafeMutableBufferPointer<Float>
    ) {
        let (view, orientation) = (picture.view, picture.orientation)
        let columns = axis(
            picture.fullWidth,
            view.width,
            picture.reduction,
            isMirrored: orientation.swapsSides ? orientation.mirrorsDown : orientation.mirrorsAcross
        )
        let rows = axis(
            picture.fullHeight,
            view.height,
            picture.reduction,
            isMirrored: orientation.swapsSides ? orientation.mirrorsAcross : orientation.mirrorsDown
        )
        let sums = sumsAcross(view, columns, rows.inputs, &memory)
        let unit = Float(1 << ResamplingWeights.fractionBitCount)
        let scale = 1 / (unit * unit / Float(1 << columns.axis.shift))
        samples.initialize(repeating: 0)
        let (right, down) = orientation.swapsSides ? (side, 1) : (1, side)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: side) { line in
            for y in 0..<side {
                line.initialize(repeating: 0)
                for tap in 0..<rows.tapCount(y) {
                    let weight = Float(rows.weight(y, tap)) * scale
                    let row = sums + (rows.firstInput(y) + tap) * side
                    for x in 0..<side { line[x] += weight * Float(row[x]) }
                }
                for x in 0..<side { samples[y * down + x * right] = line[x] }
            }
        }
    }

    private static func axis(_ fullCount: Int, _ inputCount: Int, _ reduction: Int, isMirrored: Bool) -> KernelAxis {
        let span = AxisSpan(inputCount: inputCount, outputCount: side)
        return AxisCache.shared.axis(AxisCache.Key(kind: .pdq(fullCount: fullCount), span: span, isMirrored: isMirrored)) {
            KernelAxis(
                PDQAxis.weights(
                    fullCount: fullCount,
                    inputCount: inputCount,
                    reduction: reduction,
                    isMirrored: isMirrored
                ),
                isMirrored: isMirrored
            )
        }
    }

    /// Every row that is needed, resized across to 64 sums.
    private static func sumsAcross(
        _ view: PictureView,
        _ columns: KernelAxis,
        _ rows: Range<Int>,
        _ memory: inout ResamplerMemory
    ) -> UnsafeMutablePointer<Int32> {
        let stride = view.width + PictureView.slackByteCount
        let luma = memory.luma.elements(of: Int16.self, 4 * stride)
        let sums = memory.between.elements(of: Int32.self, rows.count * side)
        withUnsafePointer(to: columns.axis) { axis in
            for row in Swift.stride(from: 0, to: rows.count, by: 4) {
                let count = min(4, rows.count - row)
                for index in 0..<count {
                    let source = view.base + (rows.lowerBound + row + index) * view.rowByteCount
                    holster_luma16(source, Int32(view.width), luma + index * stride)
                }
                holster_across_sums(
                    luma + columns.inputs.lowerBound,
                    stride,
                    Int32(count),
                    axis,
                    sums + row * side,
                    side
                )
            }
        }
        return sums
    }

    /// The sum of all steps between neighbours, in whole percent of the range each, over 90.
    private static func quality(of samples: UnsafeMutableBufferPointer<Float>) -> Int {
        var sum = 0
        for y in 0..<side {
            for x in 0..<side {
                let value = samples[y * side + x]
                if y + 1 < side { sum += Int(abs((value - samples[(y + 1) * side + x]) * 100 / 255)) }
                if x + 1 < side { sum += Int(abs((value - samples[y * side + x + 1]) * 100 / 255)) }
            }
        }
        return min(100, sum / 90)
    }

    /// `basis[k * 64 + n]` = √(2/64) cos(π (k + 1) (2n + 1) / 128): the constant term is left out.
    private static let basis: [Float] = (0..<lowCount).flatMap { k in
        (0..<side).map { n in
            Float((2 / Double(side)).squareRoot() * cos(Double.pi * Double((k + 1) * (2 * n + 1)) / Double(2 * side)))
        }
    }

    private static func transform(
        _ samples: UnsafeMutableBufferPointer<Float>,
        _ columns: UnsafeMutableBufferPointer<Float>,
        into low: UnsafeMutableBufferPointer<Float>
    ) {
        columns.initialize(repeating: 0)
        basis.withUnsafeBufferPointer { basis in
            for k in 0..<lowCount {
                for y in 0..<side {
                    let factor = basis[k * side + y]
                    for x in 0..<side { columns[k * side + x] += factor * samples[y * side + x] }
                }
            }
            for k in 0..<lowCount {
                for l in 0..<lowCount {
                    var sum: Float = 0
                    for x in 0..<side { sum += basis[l * side + x] * columns[k * side + x] }
                    low.initializeElement(at: k * lowCount + l, to: sum)
                }
            }
        }
    }
}
