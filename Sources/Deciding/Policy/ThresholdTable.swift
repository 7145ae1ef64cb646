import ModerationCore

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
