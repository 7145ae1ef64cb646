import CPixelKernels
import TestSupport
import Testing

/// The vector kernels against their definition in plain C, on random rows and weights, and on weights at the bounds of what they may be.
struct PixelKernelsTests {
    /// One axis with random weights, as the kernels want it: weights end in zeros, and one zero stands before the first.
    final class Axis {
        static let stride = 64
        let count: Int
        let inputCount: Int
        private let numbers: UnsafeMutablePointer<Int32>
        private let halves: UnsafeMutablePointer<Int16>
        private let bytes: UnsafeMutablePointer<Int8>

        init(count: Int, inputCount: Int, random: inout SeededRandom) {
            (self.count, self.inputCount) = (count, inputCount)
            let room = (count + 2) * Self.stride
            (numbers, halves, bytes) = (.allocate(capacity: 4 * count), .allocate(capacity: 2 * room), .allocate(capacity: room))
            halves.initialize(repeating: 0, count: 2 * room)
            bytes.initialize(repeating: 0, count: room)
            for output in 0..<count {
                let taps = Int.random(in: 1...min(40, inputCount), using: &random)
                numbers[output] = Int32.random(in: 0...Int32(inputCount - taps), using: &random)
                numbers[count + output] = Int32(taps)
                var (below, above) = (0, 0)
                for tap in 0..<taps {
                    let at = 1 + output * Self.stride + tap
                    // Sums stay within 22 bits of fraction times a sample, as real weights' do.
                    halves[at] = Int16.random(in: -1_500...1_500, using: &random)
                    let rest = Int.random(in: -32...32, using: &random)
                    halves[room + at] = Int16(rest)
                    if rest < 0 { below -= rest } else { above += rest }
                    bytes[at] = Int8.random(in: -4...4, using: &random)
                }
                numbers[2 * count + output] = Int32((below * 255 + 63) / 64)
                numbers[3 * count + output] = Int32((above * 255 + 63) / 64)
            }
        }

        /// Every output reads three inputs from an even one on, by weights at the bounds: exact ones that overshoot as at an edge made larger,
        /// coarse ones whose magnitudes add up to 192 and whose pairs to 128.
        init(atTheBoundsWith count: Int) {
            (self.count, inputCount) = (count, 2 * count + 2)
            let room = (count + 2) * Self.stride
            (numbers, halves, bytes) = (.allocate(capacity: 4 * count), .allocate(capacity: 2 * room), .allocate(capacity: room))
            halves.initialize(repeating: 0, count: 2 * room)
            bytes.initialize(repeating: 0, count: room)
            let taps: [(Int16, Int16, Int8)] = [(-14_000, 32, -32), (32_767, -32, 96), (32_767, 32, 64)]
            let slack = Int32((64 * 255 + 63) / 64)
            for output in 0..<count {
                (numbers[output], numbers[count + output]) = (Int32(2 * output), 3)
                (numbers[2 * count + output], numbers[3 * count + output]) = (slack, slack)
                for (tap, weights) in taps.enumerated() {
                    let at = 1 + output * Self.stride + tap
                    (halves[at], halves[room + at], bytes[at]) = weights
                }
            }
        }

        deinit {
            numbers.deallocate()
            halves.deallocate()
            bytes.deallocate()
        }

        var exact: holster_axis {
            holster_axis(
                count: Int32(count),
                inputs: Int32(inputCount),
                stride: Int32(Self.stride),
                shift: 6,
                first: numbers,
                taps: numbers + count,
                coarse: halves + 1,
                fine: halves + 1 + (count + 2) * Self.stride,
                below: numbers + 2 * count,
                above: numbers + 3 * count
            )
        }

        var coarse: holster_coarse_axis {
            holster_coarse_axis(
                count: Int32(count),
                inputs: Int32(inputCount),
                stride: Int32(Self.stride),
                first: numbers,
                taps: numbers + count,
                weights: bytes + 1
            )
        }
    }

    /// Runs both and compares what they wrote.
    static func agree<Sample: FixedWidthInteger>(
        _ count: Int,
        _ one: (UnsafeMutablePointer<Sample>) -> Void,
        _ other: (UnsafeMutablePointer<Sample>) -> Void
    )
        -> Bool
    {
        var (first, second) = ([Sample](repeating: 7, count: count), [Sample](repeating: 7, count: count))
        first.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { one(base) } }
        second.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { other(base) } }
        return first == second
    }

    @Test(arguments: 0..<60)
    func kernels_onRandomInput_agreeWithTheirDefinition(seed: Int) {
        if seed == 0, holster_pixel_kernels_are_vectorised() == 0 {
            print("SKIPPED: no AVX2 here: the kernels are their definition")
        }
        var random = SeededRandom(seed: UInt64(seed))
        let inputCount = Int.random(in: 1...150, using: &random)
        let axis = Axis(count: Int.random(in: 1...50, using: &random), inputCount: inputCount, random: &random)
        let (stride, slack) = (inputCount * 3, Int(HOLSTER_PIXEL_SLACK))
        // Rows of noise, of extremes, and of one level: sums near a boundary and beyond the range.
        let pixels = (0..<(48 * stride + slack)).map { _ in
            [0, 255, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
        }
        let grey = pixels.map(Int16.init)
        let rows = Int32.random(in: 1...16, using: &random)
        let (narrow, width) = (axis.count * 3, Int32(inputCount))
        var (exact, coarse) = (axis.exact, axis.coarse)
        let layout = UnsafeMutableRawPointer.allocate(byteCount: 64 * (inputCount + 8), alignment: 64)
        defer { layout.deallocate() }
        let (words, bytes) = (layout.assumingMemoryBound(to: Int16.self), layout.assumingMemoryBound(to: UInt8.self))
        let some = min(rows, 8)
        #expect(
            Self.agree(16 * narrow, { holster_across_rgb(pixels, stride, some, &exact, words, $0, narrow) }) {
                holster_across_rgb_portable(pixels, stride, some, &exact, $0, narrow)
            }
        )
        #expect(
            Self.agree(16 * narrow, { holster_across_rgb_coarse(pixels, stride, rows, &coarse, bytes, $0, narrow) }) {
                holster_across_rgb_coarse_portable(pixels, stride, rows, &coarse, $0, narrow)
            }
        )
        let few = min(rows, 4)
        #expect(
            Self.agree(16 * axis.count, { holster_across_grey(grey, stride, few, &exact, $0, axis.count) }) {
                holster_across_grey_portable(grey, stride, few, &exact, $0, axis.count)
            }
        )
        #expect(
            Self.agree(
                16 * axis.count,
                { (to: UnsafeMutablePointer<Int32>) in holster_across_sums(grey, stride, few, &exact, to, axis.count) }
            ) {
                holster_across_sums_portable(grey, stride, few, &exact, $0, axis.count)
            }
        )
        #expect(Self.agree(inputCount, { holster_luma8(pixels, width, $0) }) { holster_luma8_portable(pixels, width, $0) })
        #expect(Self.agree(inputCount, { holster_luma16(pixels, width, $0) }) { holster_luma16_portable(pixels, width, $0) })
    }

    /// Also every number of outputs that leaves a group of pixels unfinished, for whole and partial blocks of rows.
    @Test(arguments: [1, 2, 3, 4, 5, 6, 8, 9, 13], [1, 7, 8, 9, 15, 16])
    func kernels_atTheBounds_agreeWithTheirDefinition(count: Int, rowCount: Int) {
        let rows = Int32(rowCount)
        var random = SeededRandom(seed: UInt64(count) << 8 | UInt64(rows))
        let axis = Axis(atTheBoundsWith: count)
        let (stride, narrow) = (axis.inputCount * 3, count * 3)
        // As many rows as the axis has inputs, for the resize down.
        let byteCount = max(16, axis.inputCount) * stride + Int(HOLSTER_PIXEL_SLACK)
        let pixels: [UInt8] = (0..<byteCount).map { _ in Bool.random(using: &random) ? 0 : 255 }
        var (exact, coarse) = (axis.exact, axis.coarse)
        let layout = UnsafeMutableRawPointer.allocate(byteCount: 64 * (axis.inputCount + 8), alignment: 64)
        defer { layout.deallocate() }
        let (words, bytes) = (layout.assumingMemoryBound(to: Int16.self), layout.assumingMemoryBound(to: UInt8.self))
        #expect(
            Self.agree(17 * narrow, { holster_across_rgb_coarse(pixels, stride, rows, &coarse, bytes, $0, narrow) }) {
                holster_across_rgb_coarse_portable(pixels, stride, rows, &coarse, $0, narrow)
            }
        )
        #expect(
            Self.agree(17 * narrow, { holster_across_rgb(pixels, stride, min(rows, 8), &exact, words, $0, narrow) }) {
                holster_across_rgb_portable(pixels, stride, min(rows, 8), &exact, $0, narrow)
            }
        )
        for output in 0..<Int32(count) {
            #expect(
                Self.agree(stride, { holster_down_coarse(pixels, stride, &coarse, output, $0, Int32(stride)) }) {
                    holster_down_coarse_portable(pixels, stride, &coarse, output, $0, Int32(stride))
                }
            )
        }
    }

    @Test(arguments: 0..<60)
    func down_onRandomInput_agreesWithItsDefinition(seed: Int) {
        var random = SeededRandom(seed: UInt64(1_000 + seed))
        let inputCount = Int.random(in: 1...80, using: &random)
        let axis = Axis(count: 9, inputCount: inputCount, random: &random)
        let byteCount = Int32.random(in: 1...200, using: &random)
        let stride = Int(byteCount)
        let pixels = (0..<(inputCount * stride + Int(HOLSTER_PIXEL_SLACK))).map { _ in
            [0, 255, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
        }
        var (exact, coarse) = (axis.exact, axis.coarse)
        for output in 0..<Int32(axis.count) {
            #expect(
                Self.agree(stride, { holster_down(pixels, stride, &exact, output, $0, byteCount) }) {
                    holster_down_portable(pixels, stride, &exact, output, $0, byteCount)
                }
            )
            #expect(
                Self.agree(stride, { holster_down_coarse(pixels, stride, &coarse, output, $0, byteCount) }) {
                    holster_down_coarse_portable(pixels, stride, &coarse, output, $0, byteCount)
                }
            )
        }
    }
}
