import ModerationServer
import Testing

@Suite struct QuotaMeterTests {
    private static let start = ContinuousClock.now
    private static func at(_ milliseconds: Int) -> ContinuousClock.Instant { start.advanced(by: .milliseconds(milliseconds)) }

    private func refusal(_ body: () throws(QuotaRefusal) -> Void) -> QuotaRefusal? {
        do throws(QuotaRefusal) {
            try body()
            return nil
        } catch {
            return error
        }
    }

    /// A stream's listings are charged like calls, and take no further place among those under way.
    @Test func charge_countsACallAndNoConcurrency() {
        let quota = CallerQuota(callsPerSecond: 10, burst: 2, maxConcurrent: 1)
        var meter = QuotaMeter(quota, now: Self.at(0))
        #expect(refusal { () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(0)) } == nil)
        #expect(refusal { () throws(QuotaRefusal) in try meter.charge(quota, now: Self.at(0)) } == nil)
        #expect(refusal { () throws(QuotaRefusal) in try meter.charge(quota, now: Self.at(0)) }?.quota == .calls)
        #expect(meter.runningCount == 1)
        #expect(refusal { () throws(QuotaRefusal) in try meter.charge(quota, now: Self.at(100)) } == nil)
    }

    @Test func calls_allowTheBurstThenTheRate() {
        let quota = CallerQuota(callsPerSecond: 20, burst: 3)
        var meter = QuotaMeter(quota, now: Self.at(0))
        for _ in 0..<3 { #expect(refusal { () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(0)) } == nil) }
        let first = refusal { () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(0)) }
        #expect(first == QuotaRefusal(quota: .calls, limit: "20 calls/s, 3 at once", retryAfter: .milliseconds(50)))
        #expect(first?.description == "over its quota of 20 calls/s, 3 at once; retry in 50 ms")
        #expect(refusal { () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(49)) }?.quota == .calls)
        #expect(refusal { () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(50)) } == nil)
        // A clock that steps back gives nothing.
        #expect(refusal { () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(0)) }?.quota == .calls)
        // An hour gives no more than the burst.
        for _ in 0..<3 { #expect(refusal { () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(3_600_000)) } == nil) }
        #expect(refusal { () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(3_600_000)) }?.quota == .calls)
    }

    @Test func calls_whenNoBurstIsSaid_allowASecondsWorth() {
        let quota = CallerQuota(callsPerSecond: 5)
        var meter = QuotaMeter(quota, now: Self.at(0))
        var taken = 0
        while refusal({ () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(0)) }) == nil { taken += 1 }
        #expect(taken == 5)
    }

    @Test func bytes_goIntoDebtAndAreThenPaidFor() {
        let quota = CallerQuota(bytesPerSecond: 1_000_000)
        var meter = QuotaMeter(quota, now: Self.at(0))
        #expect(refusal { () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(0)) } == nil)
        // 33 MB on a megabyte a second: passes, and 32 s are owed.
        #expect(refusal { () throws(QuotaRefusal) in try meter.receive(byteCount: 33_000_000, quota, now: Self.at(0)) } == nil)
        let owed = refusal { () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(2_000)) }
        #expect(owed?.quota == .bytes)
        #expect(owed?.description == "over its quota of 1000000 bytes/s; retry in 30001 ms")
        #expect(refusal { () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(32_001)) } == nil)
    }

    @Test func bytes_whenACallNeverEnds_endItAtTheDebtLimit() {
        let quota = CallerQuota(bytesPerSecond: 1_000_000)
        var meter = QuotaMeter(quota, now: Self.at(0))
        #expect(refusal { () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(0)) } == nil)
        var received = 0
        while refusal({ () throws(QuotaRefusal) in try meter.receive(byteCount: 1 << 20, quota, now: Self.at(0)) }) == nil {
            received += 1
        }
        // 72 MiB of debt after the million at hand.
        #expect(received == 72)
    }

    @Test func concurrency_countsWhatIsUnderWay() {
        let quota = CallerQuota(maxConcurrent: 2)
        var meter = QuotaMeter(quota, now: Self.at(0))
        for _ in 0..<2 { #expect(refusal { () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(0)) } == nil) }
        let refused = refusal { () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(0)) }
        #expect(refused?.description == "over its quota of 2 calls under way; retry when one of them has ended")
        meter.release()
        #expect(refusal { () throws(QuotaRefusal) in try meter.admit(quota, now: Self.at(0)) } == nil)
        for _ in 0..<5 { meter.release() }
        #expect(meter.runningCount == 0)
    }

    @Test func quota_whenItShrinks_cutsWhatIsLeft() {
        var meter = QuotaMeter(CallerQuota(callsPerSecond: 100), now: Self.at(0))
        let smaller = CallerQuota(callsPerSecond: 1, burst: 2)
        for _ in 0..<2 { #expect(refusal { () throws(QuotaRefusal) in try meter.admit(smaller, now: Self.at(0)) } == nil) }
        #expect(refusal { () throws(QuotaRefusal) in try meter.admit(smaller, now: Self.at(0)) }?.retryAfter == .seconds(1))
    }

    @Test func book_forgetsOnlyWhatNothingIsLostBy() throws {
        var book = CallerBook(list: .empty, defaults: CallerQuota(callsPerSecond: 1, burst: 1), trackedLimit: 2)
        try book.admit("a", now: Self.at(0))
        try book.admit("b", now: Self.at(0))
        book.release("a")
        // Neither is idle: `a` has spent its token, `b` runs.
        let full = #expect(throws: QuotaRefusal.self) { try book.admit("c", now: Self.at(10)) }
        #expect(full?.limit == "2 callers at a time")
        try book.admit("c", now: Self.at(2_000))
        #expect(book.trackedCount == 2)
        #expect(throws: QuotaRefusal.self) { try book.admit("a", now: Self.at(2_000)) }
    }

    @Test func book_whenTheListIsReplaced_keepsWhatWasUsed() throws {
        let digest = String(repeating: "a", count: 64)
        func list(_ quota: String) throws -> CallerList {
            try CallerList(parsing: "gateway sha256:\(digest) \(quota)", file: "t", defaults: CallerQuota())
        }
        var book = CallerBook(list: try list("calls_per_second=1 burst=3 max_concurrent=3"), defaults: CallerQuota())
        try book.admit("gateway", now: Self.at(0))
        try book.admit("gateway", now: Self.at(0))
        book.replace(try list("calls_per_second=1 burst=3 max_concurrent=3"))
        try book.admit("gateway", now: Self.at(0))
        book.release("gateway")
        #expect(throws: QuotaRefusal.self) { try book.admit("gateway", now: Self.at(0)) }
        book.replace(try list("calls_per_second=0 max_concurrent=3"))
        try book.admit("gateway", now: Self.at(0))
        #expect(throws: QuotaRefusal.self) { try book.admit("gateway", now: Self.at(0)) }
    }
}
