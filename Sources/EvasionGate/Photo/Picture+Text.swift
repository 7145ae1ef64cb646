extension Picture {
    /// How a line of text is laid over a picture.
    struct Lettering {
        var text: String
        /// Height of the letters, as a share of the picture's.
        var height: Double
        /// Where the middle of the text is, as shares of the sides.
        var middle: (across: Double, down: Double)
        var level: UInt8 = 255
        /// 1 covers what is behind.
        var opacity: Double = 1
        /// A plate behind the letters, of this grey.
        var plate: UInt8?
        /// Pixels down for each pixel across.
        var slope: Double = 0
    }

    /// With the text on it, made narrower where it would not fit.
    func lettered(_ lettering: Lettering) -> Picture {
        let letters = Array(lettering.text)
        let columnCount = letters.count * (BitmapFont.width + 1) - 1
        let fitting = 0.96 * Double(width) / Double(columnCount)
        let scale = max(1, min(lettering.height * Double(height) / Double(BitmapFont.height), fitting))
        let (wide, high) = (Int(Double(columnCount) * scale), Int(Double(BitmapFont.height) * scale))
        let left = Int(Double(width) * lettering.middle.across) - wide / 2
        let top = Int(Double(height) * lettering.middle.down) - high / 2
        let glyphs = letters.map(BitmapFont.rows(of:))
        let edge = lettering.plate == nil ? 0 : Int(scale * 1.5)
        var result = self
        for y in -edge..<(high + edge) {
            for x in -edge..<(wide + edge) {
                let down = top + y + Int((lettering.slope * Double(x - wide / 2)).rounded())
                let (column, row) = (Int(Double(x) / scale), Int(Double(y) / scale))
                let (letter, bit) = (column / (BitmapFont.width + 1), column % (BitmapFont.width + 1))
                let isInside = x >= 0 && y >= 0 && letter < glyphs.count && row < BitmapFont.height && bit < BitmapFont.width
                if isInside, glyphs[letter][row] >> UInt8(BitmapFont.width - 1 - bit) & 1 == 1 {
                    result.mix(lettering.level, at: left + x, down, share: lettering.opacity)
                } else if let plate = lettering.plate {
                    result.mix(plate, at: left + x, down, share: lettering.opacity)
                }
            }
        }
        return result
    }

    /// A price on a plate, in one of the corners.
    func priced(using random: inout MutationRandom) -> Picture {
        let (isRight, isLow) = (Bool.random(using: &random), Bool.random(using: &random))
        let euros = Int.random(in: 100...999, using: &random)
        let middle = (across: isRight ? 0.8 : 0.2, down: isLow ? 0.9 : 0.1)
        return lettered(Lettering(text: "\(euros).00 EUR", height: 0.08, middle: middle, level: 0, plate: 250))
    }

    /// A telephone number on a plate along the lower edge.
    func withTelephoneNumber(using random: inout MutationRandom) -> Picture {
        let digits = (0..<9).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
        return lettered(Lettering(text: "+49 \(digits)", height: 0.1, middle: (0.5, 0.88), plate: 20))
    }

    /// A mark across the whole picture, half transparent.
    func watermarked() -> Picture {
        let slope = 0.6 * Double(height) / Double(width)
        return lettered(
            Lettering(text: "SALE SHOP", height: 0.3, middle: (0.5, 0.5), level: 240, opacity: 0.45, slope: slope)
        )
    }
}
