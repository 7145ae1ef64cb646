import CPixelKernels

/// The weights of one axis in 7 fractional bits: what a picture that was decoded at a fraction of its size is resized by, three times as fast.
///
/// `@unchecked Sendable`: nothing changes after `init`, and the kernels only read it.
final class CoarseWeights: @unchecked Sendable {
    private static let unit = 128

    let axis: holster_coarse_axis
    let byteCount: Int
    private let memory: UnsafeMutablePointer<Int8>

    /// Whether the kernel may use them across: not for a picture that is hardly made smaller, nor at its very edge.
    private(set) var fitsAcross = true
    /// Whether the kernel may use them down.
    private(set) var fitsDown = true

    /// `first` and `taps` are those of the exact axis, and outlive this.
    init(_ weights: ResamplingWeights, isMirrored: Bool, inputCount: Int, first: UnsafePointer<Int32>, taps: UnsafePointer<Int32>)
    {
        // The weight before the first output's, and the one behind the last one's, are read as well.
        let stride = weights.stride + 2
        let count = (weights.count + 1) * stride
        byteCount = count
        memory = .allocate(capacity: count)
        memory.initialize(repeating: 0, count: count)
        axis = holster_coarse_axis(
            count: Int32(weights.count),
            inputs: Int32(inputCount),
            stride: Int32(stride),
            first: first,
            taps: taps,
            weights: memory + 1
        )
        for output in 0..<weights.count {
            let tapCount = weights.inputCounts[output]
            let exact = weights.weights[(output * weights.stride)..<(output * weights.stride + tapCount)]
            let rounded = Self.rounded(isMirrored ? exact.reversed() : Array(exact))
            fitsAcross = fitsAcross && Self.fits(rounded, apart: 1)
            fitsDown = fitsDown && Self.fits(rounded, apart: (tapCount + 1) / 2)
            for tap in 0..<tapCount { memory[1 + output * stride + tap] = Int8(clamping: rounded[tap]) }
        }
    }

    deinit { memory.deallocate() }

    /// Rounded so that they add up to one: down, then up where most was lost.
    private static func rounded(_ weights: [Int32]) -> [Int] {
        let shift = ResamplingWeights.fractionBitCount - 7
        var rounded = weights.map { Int($0 >> shift) }
        let rests = weights.map { $0 - ($0 >> shift) << shift }
        let missing = max(0, unit - rounded.reduce(0, +))
        for tap in weights.indices.sorted(by: { rests[$0] > rests[$1] }).prefix(missing) { rounded[tap] += 1 }
        return rounded
    }

    /// A weight has 8 bits, and two products are added in 16.
    private static func fits(_ weights: [Int], apart: Int) -> Bool {
        weights.allSatisfy { abs($0) < unit } && weights.reduce(0) { $0 + abs($1) } <= unit * 3 / 2
            && zip(weights, weights.dropFirst(apart)).allSatisfy { abs($0) + abs($1) <= unit }
    }
}
