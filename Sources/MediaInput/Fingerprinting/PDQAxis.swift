/// The Jarosz filter of PDQ along one axis, taken at the 64 places that are kept.
///
/// The reference blurs the whole picture twice by a box along each axis and then keeps 64×64 of its samples. Boxes along different
/// axes commute, so each kept sample is a weighted sum of a short run of inputs along each axis: the two boxes folded into one set of
/// weights, nothing else computed. Source: Facebook's "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm"
/// (2019), and the window and edge rules of its published C++ (`computeJaroszFilterWindowSize`, `box1DFloat`, `decimateFloat`).
enum PDQAxis {
    static let side = 64

    /// Weights with 22 fractional bits for an axis of `fullCount` samples, of which a decoder averaged `reduction` at a time into
    /// `inputCount`, from the far end where `isMirrored`.
    static func weights(fullCount: Int, inputCount: Int, reduction: Int, isMirrored: Bool = false) -> ResamplingWeights {
        func sample(_ input: Int) -> Int {
            isMirrored ? inputCount - 1 - (fullCount - 1 - input) / reduction : input / reduction
        }
        let unit = Double(1 << ResamplingWeights.fractionBitCount)
        let rows = (0..<side).map { output -> (first: Int, weights: [Int32]) in
            let (start, full) = folded(at: (2 * output + 1) * fullCount / (2 * side), of: fullCount)
            let first = sample(start)
            var weights = [Double](repeating: 0, count: sample(start + full.count - 1) - first + 1)
            for (index, weight) in full.enumerated() { weights[sample(start + index) - first] += weight }
            return (first, weights.map { Int32(($0 * unit).rounded()) })
        }
        return ResamplingWeights(inputCount: inputCount, rows: rows)
    }

    /// How far to the right of the middles of 64 equal parts the samples of an axis of `fullCount` lie on average, in samples.
    static func meanOffset(fullCount: Int) -> Double {
        let roundedOff = (0..<side).reduce(0) { $0 + (2 * $1 + 1) * fullCount % (2 * side) }
        let size = (fullCount + 2 * side - 1) / (2 * side)
        // Each of the two boxes of an even size reaches half a pixel further to the right.
        let pixels = 0.5 - Double(roundedOff) / Double(2 * side * side) + (size % 2 == 0 ? 1 : 0)
        return pixels * Double(side) / Double(fullCount)
    }

    /// The weights of both boxes around `place`, and the first input they are of: each box around a middle adds evenly to a run of inputs, so
    /// where runs begin and end is noted and summed once.
    private static func folded(at place: Int, of count: Int) -> (start: Int, weights: [Double]) {
        let outer = window(at: place, of: count)
        let start = window(at: outer.lowerBound, of: count).lowerBound
        let end = window(at: outer.upperBound - 1, of: count).upperBound
        var steps = [Double](repeating: 0, count: end - start + 1)
        for middle in outer {
            let inner = window(at: middle, of: count)
            let weight = 1 / Double(outer.count * inner.count)
            steps[inner.lowerBound - start] += weight
            steps[inner.upperBound - start] -= weight
        }
        var sum = 0.0
        return (
            start,
            steps.dropLast().map {
                sum += $0; return sum
            }
        )
    }

    /// What the box at `place` averages: its size is the side over 128, rounded up; an even one reaches one further to the right.
    private static func window(at place: Int, of count: Int) -> Range<Int> {
        let size = (count + 2 * side - 1) / (2 * side)
        let end = place + (size + 2) / 2
        return max(0, end - size)..<min(end, count)
    }
}
