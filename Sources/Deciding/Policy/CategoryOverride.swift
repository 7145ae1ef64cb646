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
