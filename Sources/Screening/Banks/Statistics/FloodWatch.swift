import ModerationCore

/// The different photos that one entry matched lately, and how many it is used to: a state machine without a clock. Times are milliseconds from any
/// origin, and do not go backwards by more than threads are apart.
package struct FloodWatch: Sendable {
    private struct Photo: Sendable {
        var bits: SIMD4<UInt64>
        var lastSeen: Int64
    }

    /// Differ from one another by more than the distance given; seen within the window.
    private var photos: [Photo] = []
    /// The tumbling window that is being counted, and the photos new in it.
    private var windowNumber: Int64 = 0
    private var newPhotoCount = 0
    /// The mean of new photos a window, over earlier windows.
    private(set) package var baseline = 0.0

    package init() {}

    /// Counts a photo by its fingerprint, in the orientation in which it matched; true when the entry floods.
    ///
    /// `sameDistance` is the largest distance of two fingerprints of one photo, `lookupCount` the number of photos looked up in the window.
    package mutating func record(
        _ bits: SIMD4<UInt64>,
        at now: Int64,
        lookupCount: Int,
        sameDistance: Int,
        rule: FloodRule
    ) -> Bool {
        let window = max(1, rule.window.wholeMicroseconds / 1_000)
        turn(to: now / window, rule)
        photos.removeAll { $0.lastSeen <= now - window }
        if let known = photos.firstIndex(where: { Self.distance($0.bits, bits) <= sameDistance }) {
            photos[known].lastSeen = max(photos[known].lastSeen, now)
            return false
        }
        if photos.count >= FloodRule.photoCountLimit,
            let oldest = photos.indices.min(by: { photos[$0].lastSeen < photos[$1].lastSeen })
        {
            photos.remove(at: oldest)
        }
        photos.append(Photo(bits: bits, lastSeen: now))
        newPhotoCount += 1
        guard rule.isEnabled else { return false }
        return photos.count >= rule.photoCount(lookupCount: lookupCount, baseline: baseline)
    }

    /// Somebody looked at the entry and let it go on: what it matches now is what it is used to.
    package mutating func accept() {
        baseline = max(baseline, Double(photos.count))
    }

    /// Different photos within the window before `now`.
    package func photoCount(at now: Int64, rule: FloodRule) -> Int {
        photos.count { $0.lastSeen > now - max(1, rule.window.wholeMicroseconds / 1_000) }
    }

    /// Ends windows that are over: each moves the mean a step towards what it had, and those without a match towards nothing.
    private mutating func turn(to number: Int64, _ rule: FloodRule) {
        guard number > windowNumber else { return }
        let step = 1 / max(1, rule.memoryWindowCount)
        baseline += (Double(newPhotoCount) - baseline) * step
        for _ in 0..<min(number - windowNumber - 1, 1_000) { baseline -= baseline * step }
        windowNumber = number
        newPhotoCount = 0
    }

    private static func distance(_ left: SIMD4<UInt64>, _ right: SIMD4<UInt64>) -> Int {
        let different = left ^ right
        return different[0].nonzeroBitCount + different[1].nonzeroBitCount + different[2].nonzeroBitCount
            + different[3].nonzeroBitCount
    }
}
