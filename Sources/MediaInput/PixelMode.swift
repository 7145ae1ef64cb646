internal import ModerationCore

/// How pixels are made of a photo; whatever is compared with them (banks, training data) names the mode that it was made in.
public enum PixelMode: String, Sendable, CaseIterable, Codable {
    /// Bit for bit what Pillow makes of the photo decoded in full.
    case exact
    /// A JPEG is decoded at the smallest of 1/2, 1/4 and 1/8 that leaves the shorter side ``minMargin`` times the tower's (more for files
    /// of rich colour), or in full; the same resampler then. Within 0.55 levels of ``exact`` on average.
    case fast

    /// Measured on real photos: at 1.6 and above the mean difference from a full decode is 0.37 levels at most, at 1.3 it is 0.75.
    static let minMargin = 1.6

    /// For files that keep more colour than 4:2:0 does, which are those of high quality: at 2.4 one of them differed by 0.96 levels, at 2.68
    /// and above none by more than 0.32.
    static let minMarginOfRichColour = 2.5

    /// What a decoder may divide both sides by: 1, 2, 4 or 8. These have vector code in libjpeg-turbo; 3/8, 5/8 and the like have not
    /// and are slower than the next larger one.
    package func reduction(width: Int, height: Int, hasRichColour: Bool = false) -> Int {
        guard self == .fast else { return 1 }
        let margin = hasRichColour ? Self.minMarginOfRichColour : Self.minMargin
        let needed = Int((margin * Double(PixelBuffer.side)).rounded(.up))
        return [8, 4, 2].first { reduction in
            JPEGDecoder.side(min(width, height), reduction: reduction) >= needed
        } ?? 1
    }
}
