/// What a descriptor is watched for, and what it was found ready for.
public struct Readiness: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let readable = Readiness(rawValue: 1)
    public static let writable = Readiness(rawValue: 2)
    /// The peer hung up or the socket failed; reported whether asked for or not.
    public static let failed = Readiness(rawValue: 4)
}
