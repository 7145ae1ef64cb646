/// Which inputs make each output along one axis, and how much of each, in Pillow's fixed point.
///
/// A weight is a 32-bit integer with 22 fractional bits: 32 bits less 8 of sample and 2 of headroom for the negative lobes, so a
/// sum of products never overflows 32 bits.
package struct ResamplingWeights: Sendable {
    package static let fractionBitCount: Int32 = 32 - 8 - 2

    package let inputCount: Int
    /// Outputs covered.
    package let count: Int
    /// First input of each output.
    let firstInputs: [Int]
    /// Number of inputs of each output; at least 1, and `firstInputs[i] + inputCounts[i] <= inputCount`.
    let inputCounts: [Int]
    /// `stride` weights an output, of which the first `inputCounts[i]` count.
    let weights: [Int32]
    let stride: Int
    /// Every input that any output needs.
    package let inputs: Range<Int>

    /// Cost and memory follow `span.outputs`, never `span.outputCount`, so a crop of a very long picture costs no more than the crop.
    package init(filter: ResamplingFilter, span: AxisSpan) {
        let scale = span.inputLength / Double(span.outputCount)
        let filterScale = max(scale, 1)
        let support = filter.support * filterScale
        let inverseScale = 1 / filterScale
        let stride = Int(support.rounded(.up)) * 2 + 1
        var firstInputs: [Int] = []
        var inputCounts: [Int] = []
        var weights = [Int32](repeating: 0, count: span.outputs.count * stride)
        var row = [Double](repeating: 0, count: stride)
        for (index, output) in span.outputs.enumerated() {
            let centre = (Double(output) + 0.5) * scale + span.inputOffset
            let first = min(max(0, Int(centre - support + 0.5)), span.inputCount - 1)
            let count = max(1, min(span.inputCount, Int(centre + support + 0.5)) - first)
            var total = 0.0
            for tap in 0..<count {
                row[tap] = filter.weight(at: (Double(tap + first) - centre + 0.5) * inverseScale)
                total += row[tap]
            }
            for tap in 0..<count {
                let weight = (total == 0 ? row[tap] : row[tap] / total) * Double(1 << Self.fractionBitCount)
                weights[index * stride + tap] = Int32(weight < 0 ? weight - 0.5 : weight + 0.5)
            }
            firstInputs.append(first)
            inputCounts.append(count)
        }
        inputCount = span.inputCount
        count = span.outputs.count
        self.firstInputs = firstInputs
        self.inputCounts = inputCounts
        self.weights = weights
        self.stride = stride
        let last = zip(firstInputs, inputCounts).map { $0 + $1 }.max() ?? 0
        inputs = min(firstInputs.min() ?? 0, last)..<last
    }
}

extension ResamplingWeights {
    /// Weights from elsewhere: for each output its first input, and one weight or more.
    init(inputCount: Int, rows: [(first: Int, weights: [Int32])]) {
        let stride = rows.map(\.weights.count).max() ?? 1
        self.inputCount = inputCount
        self.stride = stride
        count = rows.count
        firstInputs = rows.map(\.first)
        inputCounts = rows.map(\.weights.count)
        weights = rows.flatMap { $0.weights + [Int32](repeating: 0, count: stride - $0.weights.count) }
        let last = rows.map { $0.first + $0.weights.count }.max() ?? 0
        inputs = min(firstInputs.min() ?? 0, last)..<last
    }
}
