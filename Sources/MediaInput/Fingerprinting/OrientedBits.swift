internal import ModerationCore

/// Which coefficients of a DCT exceed their median, for a picture in all eight orientations, from the coefficients of one.
///
/// A mirrored picture has the same coefficients, those of odd frequencies along the mirrored axis negated, since
/// cos(π k (2 (N - 1 - n) + 1) / 2N) = (-1)^k cos(π k (2n + 1) / 2N); one with its sides swapped has them transposed. So four patterns of
/// signs, each with a median of its own, give four sets of bits, and their transposes are the other four. Nothing is allocated.
struct OrientedBits: Sendable, Equatable {
    /// A line for each frequency down, from the lowest; in it, bit n stands for the nth frequency across.
    typealias Lines = SIMD16<UInt16>

    /// Coefficients along each axis: 8 or 16.
    private let side: Int
    private var upright = Lines.zero
    /// Left and right exchanged.
    private var mirrored = Lines.zero
    /// Top and bottom exchanged.
    private var flipped = Lines.zero
    private var upsideDown = Lines.zero
    /// How many coefficients are so near their median that noise decides them, in the orientation that has most: all of them are looked up.
    private(set) var undecidedCount = 0

    /// `coefficients` has `side` lines of `side`, the first of each axis of frequency `lowestFrequency`; `scratch` takes as many again.
    /// `median` may reorder what it is given; `correct` is called with coefficients whose odd frequencies across, or else down, were negated.
    @inline(__always)
    init<Value: BinaryFloatingPoint>(
        of coefficients: UnsafeMutableBufferPointer<Value>,
        side: Int,
        lowestFrequency: Int,
        noiseFloor: Value,
        scratch: UnsafeMutableBufferPointer<Value>,
        median: (UnsafeMutableBufferPointer<Value>) -> Value,
        correct: (_ isAcross: Bool, UnsafeMutableBufferPointer<Value>) -> Void = { _, _ in }
    ) {
        self.side = side
        let pattern = Pattern(coefficients: coefficients, side: side, lowestFrequency: lowestFrequency)
        func next() -> Lines {
            _ = scratch.update(fromContentsOf: coefficients)
            let (lines, undecided) = pattern.compare(with: median(scratch), noiseFloor: noiseFloor)
            undecidedCount = max(undecidedCount, undecided)
            return lines
        }
        withUnsafeTemporaryAllocation(of: Value.self, capacity: side * side) { original in
            _ = original.initialize(fromContentsOf: coefficients)
            upright = next()
            pattern.negateAcross()
            correct(true, coefficients)
            mirrored = next()
            pattern.negateDown()
            correct(false, coefficients)
            upsideDown = next()
            _ = coefficients.update(fromContentsOf: original)
            pattern.negateDown()
            correct(false, coefficients)
            flipped = next()
        }
    }

    /// The coefficients with the signs of one orientation after the other.
    private struct Pattern<Value: BinaryFloatingPoint> {
        let coefficients: UnsafeMutableBufferPointer<Value>
        let side: Int
        let lowestFrequency: Int

        /// The first index whose frequency is odd.
        private var firstOdd: Int { 1 - lowestFrequency & 1 }

        func negateAcross() {
            for index in stride(from: firstOdd, to: side * side, by: 2) { coefficients[index].negate() }
        }

        func negateDown() {
            for line in stride(from: firstOdd, to: side, by: 2) {
                for index in 0..<side { coefficients[line * side + index].negate() }
            }
        }

        func compare(with median: Value, noiseFloor: Value) -> (lines: Lines, undecidedCount: Int) {
            var (lines, undecidedCount) = (Lines.zero, 0)
            for line in 0..<side {
                var bits: UInt16 = 0
                for index in 0..<side {
                    let value = coefficients[line * side + index]
                    bits |= (value > median ? 1 : 0) << UInt16(truncatingIfNeeded: index)
                    undecidedCount += abs(value - median) < noiseFloor ? 1 : 0
                }
                lines[line] = bits
            }
            return (lines, undecidedCount)
        }
    }

    func lines(_ orientation: Orientation) -> Lines {
        switch orientation {
        case .upright: upright
        case .rotated90: transposed(flipped)
        case .rotated180: upsideDown
        case .rotated270: transposed(mirrored)
        case .mirrored: mirrored
        case .mirroredRotated90: transposed(upsideDown)
        case .mirroredRotated180: flipped
        case .mirroredRotated270: transposed(upright)
        }
    }

    /// Exchanges the two blocks off the diagonal, then the same within each block, down to single bits. Source: Warren, "Hacker's Delight", 7-3.
    private func transposed(_ lines: Lines) -> Lines {
        var lines = lines
        var (step, mask) = side == 16 ? (8, 0x00FF as UInt16) : (4, 0x0F0F as UInt16)
        while step > 0 {
            for upper in 0..<side where upper & step == 0 {
                let moved = (lines[upper] >> UInt16(truncatingIfNeeded: step) ^ lines[upper + step]) & mask
                lines[upper + step] ^= moved
                lines[upper] ^= moved << UInt16(truncatingIfNeeded: step)
            }
            step /= 2
            mask ^= mask << UInt16(truncatingIfNeeded: step)
        }
        return lines
    }
}

extension UnsafeMutableBufferPointer where Element: Comparable {
    /// Moves elements until the one that sorting would put at `rank` is there, none before it is greater, none behind it less. Source: Hoare,
    /// "Algorithm 65: Find" (1961). In place: `sort` allocates.
    @inline(__always)
    func select(_ rank: Int) {
        var (first, last) = (0, count - 1)
        while first < last {
            let pivot = self[rank]
            var (left, right) = (first, last)
            while left <= right {
                while self[left] < pivot { left += 1 }
                while pivot < self[right] { right -= 1 }
                guard left <= right else { break }
                swapAt(left, right)
                left += 1
                right -= 1
            }
            if right < rank { first = left }
            if rank < left { last = right }
        }
    }
}
