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

    /// Bit 63 is the constant term, then along the rows.
    package let bits: UInt64
    /// How many of the 64 coefficients are within ``noiseFloor`` of their median: 63 of a flat picture, about half of a symmetric one.
    package let undecidedCount: Int

    package var photoFingerprint: PhotoFingerprint {
        PhotoFingerprint(fingerprint: Fingerprint(phash64: bits), isReliable: undecidedCount <= Self.maxUndecidedCount)
    }

    package init(of picture: DecodedPicture, memory: inout ResamplerMemory) {
        let side = Self.side
        let axes = picture.axes(filter: .lanczos) { _, _ in (side, 0..<side) }
        let thumbnail = memory.thumbnail.bytes(side * side + PictureView.slackByteCount)
        Resampler.luma(picture.view, axes: axes, memory: &memory, into: thumbnail)
        let (low, count) = (Self.lowCount * Self.lowCount, Self.lowCount * side)
        let numbers = memory.numbers.elements(of: Double.self, count + 2 * low)
        let coefficients = UnsafeMutableBufferPointer(start: numbers + count, count: low)
        var ordered = UnsafeMutableBufferPointer(start: numbers + count + low, count: low)
        Self.transform(
            thumbnail,
            isTransposed: axes.isTransposed,
            UnsafeMutableBufferPointer(start: numbers, count: count),
            into: coefficients
        )
        _ = ordered.initialize(fromContentsOf: coefficients)
        ordered.sort()
        let median = (ordered[low / 2 - 1] + ordered[low / 2]) / 2
        bits = coefficients.reduce(0) { $0 << 1 | ($1 > median ? 1 : 0) }
        undecidedCount = coefficients.count { abs($0 - median) < Self.noiseFloor }
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
