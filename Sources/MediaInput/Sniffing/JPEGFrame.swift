/// The frame header of a JPEG file (ITU-T T.81, B.2.2): size, precision, components, coding.
package struct JPEGFrame: Equatable {
    package let bitCount: Int
    package let width: Int
    package let height: Int
    package let componentCount: Int
    package let isProgressive: Bool
    package let isArithmetic: Bool
    /// 8×8 blocks of the component that has most of them.
    package let blockCount: Int

    /// Grey, or colour at half the luma's size along both axes (4:2:0): what most photos are.
    package let isCommonlySampled: Bool

    /// At most 65,535².
    package var pixelCount: Int { width * height }

    /// Reads the body of a frame segment (after its length) whose marker is `0xFF marker`.
    package init(marker: UInt8, body: BoundedBytes) throws(PhotoError) {
        switch marker {
        case 0xC0, 0xC1, 0xC2, 0xC9, 0xCA: break
        case 0xC3, 0xCB: throw .unsupportedEncoding("a lossless JPEG")
        case 0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF: throw .unsupportedEncoding("a hierarchical JPEG")
        default: throw .unsupportedEncoding("a JPEG of a reserved process")
        }
        guard let bits = body.byte(at: 0), let height = body.word(at: 1), let width = body.word(at: 3),
            let components = body.byte(at: 5), body.count == 6 + 3 * Int(components)
        else { throw .corrupt(reason: "the frame header has the wrong length") }
        bitCount = Int(bits)
        self.width = width
        self.height = height
        componentCount = Int(components)
        isProgressive = marker == 0xC2 || marker == 0xCA
        isArithmetic = marker >= 0xC9

        var factors: [(across: Int, down: Int)] = []
        for index in 0..<componentCount {
            guard let packed = body.byte(at: 7 + 3 * index) else { throw .corrupt(reason: "the frame header is short") }
            let factor = (across: Int(packed >> 4), down: Int(packed & 15))
            guard (1...4).contains(factor.across), (1...4).contains(factor.down) else {
                throw .corrupt(reason: "a sampling factor is out of range")
            }
            factors.append(factor)
        }
        isCommonlySampled =
            factors.count == 1
            || factors.count == 3 && factors[0] == (2, 2) && factors[1] == (1, 1) && factors[2] == (1, 1)
        let maxAcross = factors.map(\.across).max() ?? 1
        let maxDown = factors.map(\.down).max() ?? 1
        func ceiling(_ value: Int, _ divisor: Int) -> Int { (value + divisor - 1) / divisor }
        blockCount =
            factors.map { ceiling(width * $0.across, 8 * maxAcross) * ceiling(height * $0.down, 8 * maxDown) }.max() ?? 0
    }
}
