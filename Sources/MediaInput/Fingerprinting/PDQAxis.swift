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
        var rows: [(first: Int, weights: [Int32])] = []
        for output in 0..<side {
            let place = (2 * output + 1) * fullCount / (2 * side)
            var full: [Int: Double] = [:]
            let outer = window(at: place, of: fullCount)
            for middle in outer {
                let inner = window(at: middle, of: fullCount)
                for input in inner {
                    full[sample(input), default: 0] += 1 / Double(outer.count * inner.count)
                }
            }
            let first = full.keys.min() ?? 0
            let last = full.keys.max() ?? 0
            let unit = Double(1 << ResamplingWeights.fractionBitCount)
            rows.append((first, (first...last).map { Int32(((full[$0] ?? 0) * unit).rounded()) }))
        }
        return ResamplingWeights(inputCount: inputCount, rows: rows)
    }

    /// What the box at `place` averages: its size is the side over 128, rounded up; an even one reaches one further to the right.
    private static func window(at place: Int, of count: Int) -> Range<Int> {
        let size = (count + 2 * side - 1) / (2 * side)
        let end = place + (size + 2) / 2
        return max(0, end - size)..<min(end, count)
    }
}
