import MediaInput

/// A picture that mutations are made on: RGB, 8 bits each, interleaved, row-major.
package struct Picture: Sendable, Equatable {
    package let width: Int
    package let height: Int
    /// `width * height * 3`.
    package var samples: [UInt8]

    package init(_ bitmap: Bitmap) { self.init(width: bitmap.width, height: bitmap.height, samples: bitmap.bytes) }

    /// `nil` for a picture of no pixels, or with a side that no file has.
    package var bitmap: Bitmap? { Bitmap(width: width, height: height, bytes: samples) }

    init(width: Int, height: Int, samples: [UInt8]) {
        self.width = width
        self.height = height
        self.samples = samples
    }

    init(width: Int, height: Int, grey level: UInt8) {
        self.init(width: width, height: height, samples: [UInt8](repeating: level, count: width * height * 3))
    }

    /// Each pixel of a new picture is that of this one at the place that `source` names, which must be inside.
    func rearranged(width: Int, height: Int, source: (_ x: Int, _ y: Int) -> (x: Int, y: Int)) -> Picture {
        var result = Picture(width: width, height: height, grey: 0)
        for y in 0..<height {
            for x in 0..<width {
                let place = source(x, y)
                let (to, from) = (3 * (y * width + x), 3 * (place.y * self.width + place.x))
                for channel in 0..<3 { result.samples[to + channel] = samples[from + channel] }
            }
        }
        return result
    }

    /// Puts `other` with its upper left corner at a place from which it fits.
    mutating func paste(_ other: Picture, left: Int, top: Int) {
        for y in 0..<other.height {
            let (to, from) = (3 * ((top + y) * width + left), 3 * y * other.width)
            samples.replaceSubrange(to..<(to + 3 * other.width), with: other.samples[from..<(from + 3 * other.width)])
        }
    }

    /// Mixes `level` into one pixel; `share` of 1 covers it. Nothing outside the picture is drawn.
    mutating func mix(_ level: UInt8, at x: Int, _ y: Int, share: Double) {
        guard x >= 0, x < width, y >= 0, y < height else { return }
        for index in 3 * (y * width + x)..<3 * (y * width + x) + 3 {
            samples[index] = Self.level(Double(samples[index]) * (1 - share) + Double(level) * share)
        }
    }

    /// Every sample changed alike.
    func mapped(_ change: (UInt8) -> Double) -> Picture {
        let table = (0...255).map { Self.level(change(UInt8($0))) }
        return Picture(width: width, height: height, samples: samples.map { table[Int($0)] })
    }

    static func level(_ value: Double) -> UInt8 { UInt8(min(255, max(0, value.rounded()))) }
}
