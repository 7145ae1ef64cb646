/// What is resized along one axis: so many samples, standing for a length, to so many outputs, of which some are wanted.
package struct AxisSpan: Sendable, Hashable {
    /// Samples there are, at least 1.
    package let inputCount: Int
    /// The length they stand for, in samples: less than ``inputCount`` by a part of one where a decoder rounded a scaled size up.
    package let inputLength: Double
    /// The whole resized length, at least 1.
    package let outputCount: Int
    package let outputs: Range<Int>

    package init(inputCount: Int, inputLength: Double? = nil, outputCount: Int, outputs: Range<Int>? = nil) {
        self.inputCount = inputCount
        self.inputLength = inputLength ?? Double(inputCount)
        self.outputCount = outputCount
        self.outputs = outputs ?? 0..<outputCount
    }
}
