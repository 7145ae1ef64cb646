/// What is resized along one axis: so many samples, standing for a length, to so many outputs, of which some are wanted.
package struct AxisSpan: Sendable, Hashable {
    /// Samples there are, at least 1.
    package let inputCount: Int
    /// The length they stand for, in samples: less than ``inputCount`` by a part of one where a decoder rounded a scaled size up.
    package let inputLength: Double
    /// Where that length begins, in samples: not 0 where the picture is read from the end that was rounded up.
    package let inputOffset: Double
    /// The whole resized length, at least 1.
    package let outputCount: Int
    package let outputs: Range<Int>

    package init(
        inputCount: Int,
        inputLength: Double? = nil,
        isMirrored: Bool = false,
        outputCount: Int,
        outputs: Range<Int>? = nil
    ) {
        self.inputCount = inputCount
        self.inputLength = inputLength ?? Double(inputCount)
        inputOffset = isMirrored ? Double(inputCount) - self.inputLength : 0
        self.outputCount = outputCount
        self.outputs = outputs ?? 0..<outputCount
    }
}
