import ModerationCore

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

/// Thresholds of one category of goods, or of all.
public struct ThresholdTable: Sendable, Equatable {
    public var classes: [ContentClass: ClassThreshold]
    /// On the sum over the prohibited classes.
    public var violation: ClassThreshold

    public init(classes: [ContentClass: ClassThreshold] = [:], violation: ClassThreshold = ClassThreshold()) {
        self.classes = classes
        self.violation = violation
    }

    func over(_ other: ThresholdTable) -> ThresholdTable {
        ThresholdTable(
            classes: classes.merging(other.classes) { mine, theirs in mine.over(theirs) },
            violation: violation.over(other.violation)
        )
    }
}

/// Other thresholds for the categories whose name contains ``match``.
public struct CategoryOverride: Sendable, Equatable {
    /// Compared with the category without case.
    public var match: String
    public var thresholds: ThresholdTable

    public init(match: String, thresholds: ThresholdTable) {
        self.match = match
        self.thresholds = thresholds
    }
}
