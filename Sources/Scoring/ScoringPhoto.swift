import ModerationCore

/// One readable photo as the image tower takes it.
public struct ScoringPhoto: Sendable, Equatable {
    /// Index into the listing's photos; unreadable ones leave gaps.
    public var index: Int
    public var pixels: PixelBuffer

    public init(index: Int, pixels: PixelBuffer) {
        self.index = index
        self.pixels = pixels
    }
}
