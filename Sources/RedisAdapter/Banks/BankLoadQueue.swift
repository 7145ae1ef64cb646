/// Which banks' snapshots are loaded when. Pure: whoever loads tells what became of it.
///
/// Several at once, so that a new bank need not wait for a big one. A load that failed may have broken the connection under the others (an
/// entry larger than any reply may be), so after a failure banks are loaded one at a time, those that failed least first, and each failure of
/// a bank doubles its wait.
package struct BankLoadQueue: Sendable {
    private static let loadsAtOnce = 4
    private static let firstWait: Duration = .seconds(2)
    private static let longestWait: Duration = .seconds(30)

    private struct Failure {
        var count: Int
        var until: ContinuousClock.Instant
    }

    private var wanted: Set<String> = []
    package private(set) var loading: Set<String> = []
    private var failures: [String: Failure] = [:]
    /// Where a bank's log is read on from, at least, after its load.
    private var logPositions: [String: UInt64] = [:]

    package init() {}

    package var isIdle: Bool { wanted.isEmpty && loading.isEmpty && failures.isEmpty }

    package var names: [String] { wanted.union(loading).sorted() }

    /// A bank that waits or is loaded is not followed meanwhile.
    package func holds(_ name: String) -> Bool { wanted.contains(name) || loading.contains(name) }

    /// `position`: the number of the message that asked for it.
    package mutating func want(_ name: String, position: UInt64 = 0) {
        logPositions[name] = max(position, logPositions[name] ?? 0)
        if !loading.contains(name) { wanted.insert(name) }
    }

    /// The banks whose load begins now.
    package mutating func start(at now: ContinuousClock.Instant) -> [String] {
        let limit = failures.isEmpty ? Self.loadsAtOnce : 1
        let ready = wanted.filter { name in failures[name].map { $0.until <= now } ?? true }
        let order = ready.sorted { (failures[$0]?.count ?? 0, $0) < (failures[$1]?.count ?? 0, $1) }
        let started = order.prefix(max(0, limit - loading.count))
        wanted.subtract(started)
        loading.formUnion(started)
        return Array(started)
    }

    /// Returns where the log is read on from, at least.
    package mutating func succeeded(_ name: String) -> UInt64 {
        loading.remove(name)
        failures[name] = nil
        return logPositions.removeValue(forKey: name) ?? 0
    }

    /// It is wanted again, after a while.
    package mutating func failed(_ name: String, at now: ContinuousClock.Instant) {
        loading.remove(name)
        wanted.insert(name)
        let count = (failures[name]?.count ?? 0) + 1
        failures[name] = Failure(count: count, until: now + min(Self.longestWait, Self.firstWait * (1 << min(count - 1, 8))))
    }

    /// Not in Redis any more, or dropped.
    package mutating func forget(_ name: String) {
        wanted.remove(name)
        loading.remove(name)
        failures[name] = nil
        logPositions[name] = nil
    }
}
