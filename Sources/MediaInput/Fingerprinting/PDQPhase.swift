import Glibc

/// Moves PDQ's coefficients as if its samples had been taken a little to the right, or further down.
///
/// The reference's samples do not lie evenly about a picture's middle: where the box has an even size they are a pixel too far right, and
/// places are rounded down. So the coefficients of a picture are not, to the sign, those of the mirrored one: of photos of 200 to 300 pixels up
/// to 40 of 256 bits differ. By the addition theorem a shift of s samples turns cos(π k (2n + 1) / 128) into cos(π k s / 64) times itself less
/// sin(π k s / 64) times the sine, which has coefficients of its own.
struct PDQPhase {
    private static let count = 16

    /// Of each frequency, 1 to 16.
    private let cosines: SIMD16<Float>
    private let sines: SIMD16<Float>

    init(samples: Double) {
        var (cosines, sines) = (SIMD16<Float>.zero, SIMD16<Float>.zero)
        for index in 0..<Self.count {
            let angle = Double.pi * Double(index + 1) * samples / Double(PDQAxis.side)
            cosines[index] = Float(cos(angle))
            sines[index] = Float(sin(angle))
        }
        (self.cosines, self.sines) = (cosines, sines)
    }

    /// `coefficients` has 16 lines of 16.
    func shiftAcross(_ coefficients: UnsafeMutableBufferPointer<Float>) {
        for line in 0..<Self.count {
            let start = line * Self.count
            var sum = SIMD16<Float>.zero
            for index in 0..<Self.count { sum[index] = coefficients[start + index] }
            let turned = sum * sines
            sum *= cosines
            for index in 0..<Self.count { sum -= turned[index] * Self.ofSines[index] }
            for index in 0..<Self.count { coefficients[start + index] = sum[index] }
        }
    }

    /// `coefficients` has 16 lines of 16.
    func shiftDown(_ coefficients: UnsafeMutableBufferPointer<Float>) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.count * Self.count) { before in
            _ = before.initialize(fromContentsOf: coefficients)
            for line in 0..<Self.count {
                for x in 0..<Self.count { coefficients[line * Self.count + x] *= cosines[line] }
                // Even distances of frequencies have no share in each other.
                for other in stride(from: 1 - line & 1, to: Self.count, by: 2) {
                    let factor = Self.ofSines[other][line] * sines[other]
                    for x in 0..<Self.count { coefficients[line * Self.count + x] -= factor * before[other * Self.count + x] }
                }
            }
        }
    }

    /// `ofSines[l][k]` = 2/64 Σ cos(π (k + 1) (2n + 1) / 128) sin(π (l + 1) (2n + 1) / 128): what the cosines make of the sine of a frequency.
    private static let ofSines: [SIMD16<Float>] = (0..<count).map { sine in
        var line = SIMD16<Float>.zero
        for cosine in 0..<count {
            let sum = (0..<PDQAxis.side).reduce(0.0) { sum, n in
                let place = Double.pi * Double(2 * n + 1) / Double(2 * PDQAxis.side)
                return sum + cos(Double(cosine + 1) * place) * sin(Double(sine + 1) * place)
            }
            line[cosine] = Float(2 * sum / Double(PDQAxis.side))
        }
        return line
    }
}
