import Glibc
package import ModerationCore

/// The 64-bit DCT hash of Python's `imagehash.phash`, and whether its bits mean anything.
///
/// Luma, 32×32 by Lanczos, DCT-II, the low 8×8 coefficients compared with their median, the constant term included.
package struct PerceptualHash: Sendable, Equatable {
    private static let side = 32
    private static let lowCount = 8

    /// A coefficient this close to the median is decided by noise. Samples are rounded to 8 bits, an error of variance 1/12, and a
    /// coefficient sums 1,024 of them with weights whose squares add up to 4,096: a standard deviation of √(4096/12) = 18.5. Eight of
    /// those, since scaling and recompressing a photo disturbs it by several times as much as rounding.
    package static let noiseFloor = 150.0

    /// More coefficients than this within ``noiseFloor`` of the median make the fingerprint unreliable.
    ///
    /// The two sides are far apart: 99 % of 1,059 real photos have 6 or fewer, symmetric or smooth drawings 32 or more.
    package static let maxUndecidedCount = 12

    private let oriented: OrientedBits

    /// Of the upright picture: bit 63 is the constant term, then along the rows.
    package var bits: UInt64 { bits(.upright) }

    /// Of the picture turned as `orientation` says.
    package func bits(_ orientation: Orientation) -> UInt64 {
        let lines = oriented.lines(orientation)
        var word: UInt64 = 0
        for line in 0..<Self.lowCount { word |= UInt64(lines[line]) << UInt64(line * Self.lowCount) }
        // imagehash writes the lowest frequencies first, at the top.
        return word.bitReversed
    }

    /// How many of the 64 coefficients are within ``noiseFloor`` of their median, in the orientation that has most: 63 of a flat picture, about
    /// half of one that is symmetric across, down or about its middle.
    package var undecidedCount: Int { oriented.undecidedCount }

    package var photoFingerprint: PhotoFingerprint {
        PhotoFingerprint(
            fingerprint: Fingerprint(phash64: bits),
            isReliable: undecidedCount <= Self.maxUndecidedCount,
            orientations: Orientation.allCases.map { Fingerprint(phash64: bits($0)) }
        )
    }

    package init(of picture: DecodedPicture, memory: inout ResamplerMemory) {
        let side = Self.side
        let axes = picture.axes(filter: .lanczos) { _, _ in (side, 0..<side) }
        let thumbnail = memory.thumbnail.bytes(side * side + PictureView.slackByteCount)
        Resampler.luma(picture.view, axes: axes, memory: &memory, into: thumbnail)
        let (low, count) = (Self.lowCount * Self.lowCount, Self.lowCount * side)
        let numbers = memory.numbers.elements(of: Double.self, count + 2 * low)
        let coefficients = UnsafeMutableBufferPointer(start: numbers + count, count: low)
        Self.transform(
            thumbnail,
            isTransposed: axes.isTransposed,
            UnsafeMutableBufferPointer(start: numbers, count: count),
            into: coefficients
        )
        oriented = OrientedBits(
            of: coefficients,
            side: Self.lowCount,
            lowestFrequency: 0,
            noiseFloor: Self.noiseFloor,
            scratch: UnsafeMutableBufferPointer(start: numbers + count + low, count: low)
        ) { values in
            values.select(low / 2)
            // Whatever is before the upper of the two in the middle is not greater: the lower one is the greatest of it.
            var below = values[0]
            for index in 1..<(low / 2) { below = max(below, values[index]) }
            return (below + values[low / 2]) / 2
        }
    }

    /// `basis[k * 32 + n]` = 2 cos(π k (2n + 1) / 64): `scipy.fftpack.dct`, type 2, not normalised.
    private static let basis: [Double] = (0..<lowCount).flatMap { k in
        (0..<side).map { n in 2 * cos(Double.pi * Double(k * (2 * n + 1)) / Double(2 * side)) }
    }

    /// The low 8×8 of the two-dimensional transform: down the columns, then along the rows.
    private static func transform(
        _ thumbnail: UnsafePointer<UInt8>,
        isTransposed: Bool,
        _ columns: UnsafeMutableBufferPointer<Double>,
        into coefficients: UnsafeMutableBufferPointer<Double>
    ) {
        let (right, down) = isTransposed ? (side, 1) : (1, side)
        columns.initialize(repeating: 0)
        basis.withUnsafeBufferPointer { basis in
            for k in 0..<lowCount {
                for y in 0..<side {
                    let factor = basis[k * side + y]
                    for x in 0..<side { columns[k * side + x] += factor * Double(thumbnail[y * down + x * right]) }
                }
            }
            for k in 0..<lowCount {
                for l in 0..<lowCount {
                    var sum = 0.0
                    for x in 0..<side { sum += basis[l * side + x] * columns[k * side + x] }
                    coefficients.initializeElement(at: k * lowCount + l, to: sum)
                }
            }
        }
    }
}

extension UInt64 {
    /// The top bit last.
    fileprivate var bitReversed: UInt64 {
        var bits = byteSwapped
        bits = (bits >> 4 & 0x0F0F_0F0F_0F0F_0F0F) | (bits & 0x0F0F_0F0F_0F0F_0F0F) << 4
        bits = (bits >> 2 & 0x3333_3333_3333_3333) | (bits & 0x3333_3333_3333_3333) << 2
        return (bits >> 1 & 0x5555_5555_5555_5555) | (bits & 0x5555_5555_5555_5555) << 1
    }
}
