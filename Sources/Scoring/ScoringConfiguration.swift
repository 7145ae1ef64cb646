/// How the degrade ladder spends the time that it is given, and how ids are padded.
///
/// With 400 ms left, the defaults give the first rung 260 ms, the second 84 ms and the last all that then remains (56 ms), so a
/// server that stalls without a word still leaves both lower rungs their turn.
public struct ScoringConfiguration: Sendable, Equatable {
    /// Share of the remaining time that ``ScoringRung/full`` may use, 0.05…0.95. The last applicable rung always gets all of it.
    public var fullShare: Double
    /// Share of the then remaining time that ``ScoringRung/cpuText`` may use, 0.05…0.95.
    public var cpuTextShare: Double
    /// A rung is not started with less than this left.
    public var minimumRungTime: Duration
    /// Listings that may be on rung ``ScoringRung/full`` at once; one more goes straight to the next rung as overloaded, 1 or more.
    /// Triton's own queue limits cost more than they bring (see the model repository), so the bound stands here: 500 listings a
    /// second at 250 ms each are 125.
    public var fullRungLimit: Int
    /// Ids are padded with 0 (mask 0) to a multiple of this, 1…128: few distinct shapes let Triton batch more requests together.
    public var tokenPadding: Int
    /// Ids a text may have, `[CLS]` and `[SEP]` included, 2…128.
    public var maximumTokenCount: Int

    public init(
        fullShare: Double = 0.65,
        cpuTextShare: Double = 0.6,
        minimumRungTime: Duration = .milliseconds(10),
        fullRungLimit: Int = 128,
        tokenPadding: Int = 32,
        maximumTokenCount: Int = 128
    ) {
        self.fullShare = Self.clamp(fullShare, 0.05...0.95)
        self.cpuTextShare = Self.clamp(cpuTextShare, 0.05...0.95)
        self.minimumRungTime = max(minimumRungTime, .zero)
        self.fullRungLimit = max(fullRungLimit, 1)
        self.tokenPadding = min(max(tokenPadding, 1), 128)
        self.maximumTokenCount = min(max(maximumTokenCount, 2), 128)
    }

    private static func clamp(_ value: Double, _ range: ClosedRange<Double>) -> Double {
        value.isNaN ? range.lowerBound : min(max(value, range.lowerBound), range.upperBound)
    }
}
