/// From which probability on a class calls for what; `nil` means never.
public struct ClassThreshold: Sendable, Equatable {
    /// 0…1, not above ``block``. Prohibited classes only.
    public var review: Double?
    /// 0…1. Prohibited classes only.
    public var block: Double?
    /// 0…1. Tagged classes only.
    public var tag: Double?

    public init(review: Double? = nil, block: Double? = nil, tag: Double? = nil) {
        self.review = review
        self.block = block
        self.tag = tag
    }

    /// These thresholds, and `other`'s where these have none.
    func over(_ other: ClassThreshold) -> ClassThreshold {
        ClassThreshold(review: review ?? other.review, block: block ?? other.block, tag: tag ?? other.tag)
    }
}
