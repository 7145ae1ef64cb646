/// When an entry matches so many different photos that the entry, and not the photos, is taken to be at fault.
///
/// All of it has to hold within ``window``: at least ``minimumPhotoCount`` photos that differ from one another, more of them than
/// ``lookupShare`` of all photos looked up in the bank, and more than ``jumpFactor`` times what the entry itself had in earlier windows.
/// Photos nearer to one another than an allow bank's default radius are one photo: who uploads the same known-bad photo again and again,
/// turned or recompressed, raises the count by one.
public struct FloodRule: Sendable, Equatable {
    public var isEnabled = true
    public var window: Duration = .seconds(60)
    public var minimumPhotoCount = 32
    public var lookupShare = 0.01
    public var jumpFactor = 4.0
    /// How many windows an entry's own rate is remembered: the mean over them, the older ones counting ever less.
    public var memoryWindowCount = 30.0

    /// So many different photos of an entry are kept apart at once; no more are ever asked for, however many photos are looked up.
    public static let photoCountLimit = 256

    public init() {}

    /// The number of different photos that makes a flood beside `lookupCount` lookups and the entry's own rate of earlier windows.
    func photoCount(lookupCount: Int, baseline: Double) -> Int {
        let least = max(Double(minimumPhotoCount), lookupShare * Double(lookupCount), jumpFactor * baseline)
        // A rate that is far above the limit for long is the entry's usual one.
        if jumpFactor * baseline > Double(Self.photoCountLimit) { return .max }
        return max(1, Int(min(least.rounded(.up), Double(Self.photoCountLimit))))
    }
}
