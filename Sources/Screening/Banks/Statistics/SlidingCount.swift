/// How often something happened within the last minute, to a sixth of it. Times are milliseconds from any origin.
package struct SlidingCount: Sendable {
    private static let partCount: Int64 = 6
    private static let partLength: Int64 = 10_000

    private var counts = SIMD8<UInt32>()
    private var latest: Int64 = 0

    package init() {}

    package mutating func add(at now: Int64) {
        turn(to: now / Self.partLength)
        // A thread that comes late counts for the latest part.
        let index = Int(latest % Self.partCount)
        counts[index] &+= 1
    }

    package func count(at now: Int64) -> Int {
        var copy = self
        copy.turn(to: now / Self.partLength)
        return (0..<Int(Self.partCount)).reduce(0) { $0 + Int(copy.counts[$1]) }
    }

    private mutating func turn(to part: Int64) {
        guard part > latest else { return }
        for passed in 1...min(part - latest, Self.partCount) { counts[Int((latest + passed) % Self.partCount)] = 0 }
        latest = part
    }
}
