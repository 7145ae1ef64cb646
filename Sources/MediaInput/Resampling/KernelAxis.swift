import CPixelKernels

/// The weights of one axis as the kernels read them: 16-bit halves, padded, in one allocation.
///
/// `@unchecked Sendable`: nothing writes to the allocation after `init`, and the kernels only read it.
final class KernelAxis: @unchecked Sendable {
    /// The kernels read whole registers of 16 weights, and the weight before an output's first.
    private static let padding = 16

    let count: Int
    /// The inputs that any output needs; a kernel's source is the first of them.
    let inputs: Range<Int>
    private let byteCount: Int
    let axis: holster_axis
    /// The same axis for pictures that are an approximation already.
    let coarse: CoarseWeights?
    private let memory: UnsafeMutableRawPointer

    /// `isMirrored` reads the inputs from the far end: the weights of an axis that the stored picture runs along backwards.
    init(_ weights: ResamplingWeights, isMirrored: Bool = false, isCoarse: Bool = false) {
        // One weight before the first output's, and a whole register behind the last one's, are read as well.
        let (count, stride) = (weights.count, (weights.stride / Self.padding + 2) * Self.padding)
        let largest = weights.weights.lazy.map(\.magnitude).max() ?? 0
        var shift: Int32 = 0
        while (largest + (1 << UInt32(shift)) / 2) >> UInt32(shift) > UInt32(Int16.max) { shift += 1 }

        let integers = 4 * count
        byteCount = integers * MemoryLayout<Int32>.stride + 2 * (count + 1) * stride * MemoryLayout<Int16>.stride
        memory = .allocate(byteCount: max(byteCount, 1), alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        let words = memory.bindMemory(to: Int32.self, capacity: integers)
        let halves = (memory + integers * MemoryLayout<Int32>.stride).bindMemory(
            to: Int16.self,
            capacity: 2 * (count + 1) * stride
        )
        let (first, taps, below, above) = (words, words + count, words + 2 * count, words + 3 * count)
        let (coarse, fine) = (halves + 1, halves + 1 + (count + 1) * stride)

        let range = weights.inputs
        inputs = isMirrored ? (weights.inputCount - range.upperBound)..<(weights.inputCount - range.lowerBound) : range
        for output in 0..<count {
            let (start, tapCount) = (weights.firstInputs[output], weights.inputCounts[output])
            first[output] = Int32(isMirrored ? range.upperBound - start - tapCount : start - range.lowerBound)
            taps[output] = Int32(tapCount)
            var (lost, gained) = (0, 0)
            for tap in 0..<tapCount {
                let weight = weights.weights[output * weights.stride + (isMirrored ? tapCount - 1 - tap : tap)]
                let half = shift > 0 ? Int32(1) << (shift - 1) : 0
                let upper = (weight + half) >> shift
                let rest = weight - upper << shift
                coarse[output * stride + tap] = Int16(truncatingIfNeeded: upper)
                fine[output * stride + tap] = Int16(truncatingIfNeeded: rest)
                if rest < 0 { lost -= Int(rest) } else { gained += Int(rest) }
            }
            below[output] = Self.slack(lost, shift)
            above[output] = Self.slack(gained, shift)
        }
        self.count = count
        self.coarse =
            isCoarse
            ? CoarseWeights(weights, isMirrored: isMirrored, inputCount: range.count, first: first, taps: taps) : nil
        axis = holster_axis(
            count: Int32(count),
            inputs: Int32(range.count),
            stride: Int32(stride),
            shift: shift,
            first: first,
            taps: taps,
            coarse: coarse,
            fine: fine,
            below: below,
            above: above
        )
    }

    deinit { memory.deallocate() }

    /// Memory, coarse weights included.
    var totalByteCount: Int { byteCount + (coarse?.byteCount ?? 0) }

    /// The room that the colour kernel lays rows out in.
    var layoutSampleCount: Int { (inputs.count + 3) / 4 * 4 * Int(HOLSTER_RGB_ROWS) * 3 }

    /// The same by coarse weights.
    var coarseLayoutByteCount: Int { (inputs.count + 3) / 4 * 4 * Int(HOLSTER_COARSE_ROWS) * 4 }

    /// Counted from the first of ``inputs``.
    func firstInput(_ output: Int) -> Int { Int(axis.first[output]) }

    func tapCount(_ output: Int) -> Int { Int(axis.taps[output]) }

    func weight(_ output: Int, _ tap: Int) -> Int32 {
        let index = output * Int(axis.stride) + tap
        return Int32(axis.coarse[index]) << axis.shift + Int32(axis.fine[index])
    }

    /// What weights that add up to `rest` can make of samples up to 255, rounded up to units of 2^shift.
    private static func slack(_ rest: Int, _ shift: Int32) -> Int32 { Int32((rest * 255 + (1 << shift) - 1) >> shift) }
}
