/// Four-colour (CMYK, YCCK) pictures to RGB, without a colour profile.
package enum FourColour {
    /// Converts as Pillow does: samples are taken as inverted (Adobe's habit), then each ink dims white light, rounded as its
    /// `MULDIV255` does.
    package static func rgb(invertedCMYK samples: [UInt8]) -> [UInt8] {
        let pixelCount = samples.count / 4
        return [UInt8](unsafeUninitializedCapacity: pixelCount * 3) { output, initializedCount in
            samples.withUnsafeBufferPointer { input in
                for pixel in 0..<pixelCount {
                    let light = Int32(input[4 * pixel + 3])
                    for channel in 0..<3 {
                        let product = (255 - Int32(input[4 * pixel + channel])) * light + 128
                        output[3 * pixel + channel] = UInt8(truncatingIfNeeded: max(0, light - ((product >> 8) + product) >> 8))
                    }
                }
            }
            initializedCount = pixelCount * 3
        }
    }
}
