/// Four-colour (CMYK, YCCK) pictures to RGB, without a colour profile.
enum FourColour {
    /// Converts as Pillow does: samples are taken as inverted (Adobe's habit), then each ink dims white light, rounded as its
    /// `MULDIV255` does. Reads four bytes a pixel, writes three.
    static func convert(
        invertedCMYK samples: UnsafePointer<UInt8>,
        pixelCount: Int,
        into output: UnsafeMutablePointer<UInt8>
    ) {
        for pixel in 0..<pixelCount {
            let light = Int32(samples[4 * pixel + 3])
            for channel in 0..<3 {
                let product = (255 - Int32(samples[4 * pixel + channel])) * light + 128
                output[3 * pixel + channel] = UInt8(truncatingIfNeeded: max(0, light - ((product >> 8) + product) >> 8))
            }
        }
    }
}
