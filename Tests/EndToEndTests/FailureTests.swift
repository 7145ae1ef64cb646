import Foundation
import ModerationCore
import Recording
import TestSupport
import Testing

extension EndToEnd {
    /// Servers die under load; every answered verdict is still there, every fail-open has its case.
    @Suite(.serialized)
    struct FailureTests {
        static let timeoutMilliseconds = 450
        static let rate = 20.0

        @Test func load_whileTritonRedisAndHolsterDie_losesNothing() async throws {
            let stack = try RealStack(base: 29_100)
            try stack.startRedis()
            try stack.startTriton()
            try stack.startHolster()

            let load = try stack.startLoad(
                rate: Self.rate,
                seconds: 40,
                name: "chaos",
                timeoutMilliseconds: Self.timeoutMilliseconds
            )
            try await Task.sleep(for: .seconds(5))
            try stack.signalTriton(SIGSTOP)
            try await Task.sleep(for: .seconds(5))
            try stack.signalTriton(SIGKILL)
            try await Task.sleep(for: .seconds(3))
            try stack.startTriton()
            try await Task.sleep(for: .seconds(3))
            try stack.signalRedis(SIGKILL)
            try await Task.sleep(for: .seconds(4))
            try stack.startRedis()
            let calls = try load.finish()

            #expect(calls.count == Int(Self.rate * 40))
            let notAnswered = calls.filter { $0.status != "OK" }
            #expect(notAnswered.isEmpty, "\(notAnswered.prefix(5))")
            let late = calls.filter { $0.waitMicroseconds > Self.timeoutMilliseconds * 1_000 }
            #expect(late.isEmpty, "\(late.count) late, the latest \(late.map(\.waitMicroseconds).max() ?? 0) µs")
            #expect(calls.contains { $0.failedOpen }, "Triton was away, so some must have failed open")
            #expect(calls.suffix(20).contains { !$0.failedOpen && !$0.fusionVersion.isEmpty }, "scoring must have come back")

            // Then holster itself, by kill -9 under load: what was answered before is there after a restart.
            let lastLoad = try stack.startLoad(
                rate: Self.rate,
                seconds: 6,
                name: "kill",
                timeoutMilliseconds: Self.timeoutMilliseconds
            )
            try await Task.sleep(for: .seconds(3))
            stack.signalHolster(SIGKILL)
            #expect(stack.awaitHolsterEnd() == -SIGKILL)
            let lastCalls = try lastLoad.finish()
            #expect(lastCalls.contains { $0.status == "OK" })
            #expect(lastCalls.contains { $0.status == "UNAVAILABLE" || $0.status == "DEADLINE_EXCEEDED" })

            try stack.startHolster()
            try await expectNothingMissing(calls + lastCalls, in: stack)
        }

        @Test func sigterm_underLoad_answersWhatIsInFlight() async throws {
            let stack = try RealStack(base: 29_200)
            try stack.startRedis()
            try stack.startTriton()
            try stack.startHolster()
            let load = try stack.startLoad(rate: Self.rate, seconds: 5, name: "drain")
            try await Task.sleep(for: .seconds(2))
            stack.signalHolster(SIGTERM)
            #expect(stack.awaitHolsterEnd() == 0)
            let calls = try load.finish()
            let answered = calls.filter { $0.status == "OK" }
            #expect(answered.count >= 20)
            // After the port closed there is nobody to answer; a call that was taken on may not be cut off.
            let others = calls.filter { $0.status != "OK" }
            #expect(Set(others.map(\.status)).isSubset(of: ["UNAVAILABLE"]), "\(Set(others.map(\.status)))")
            #expect(!others.contains { $0.message.contains("connection was lost") }, "\(Set(others.map(\.message)))")
            try await expectNothingMissing(calls, in: stack)
        }

        /// Counts by request id in the store: an audit event for each answered verdict, a case for each fail-open, REVIEW and BLOCK.
        private func expectNothingMissing(_ calls: [Load.Call], in stack: RealStack) async throws {
            let time = TimeSource(monotonicNow: { .now }, wallNow: { UnixTime(milliseconds: 0) })
            let store = try DecisionStore(StoreConfiguration(folder: stack.store.path), time: time)
            var missingEvents: [String] = []
            var missingCases: [String] = []
            for call in calls where call.status == "OK" {
                guard let stored = try await store.verdict(requestID: call.requestID) else {
                    missingEvents.append(call.requestID)
                    continue
                }
                #expect(stored.verdict.decision.rawValue == call.decision)
                if call.failedOpen || ["REVIEW", "BLOCK"].contains(call.decision) {
                    let found = try await store.reviewCase(id: call.caseID)
                    if found?.requestID != call.requestID { missingCases.append(call.requestID) }
                    if call.failedOpen { #expect(found?.priority == .high) }
                }
            }
            #expect(missingEvents.isEmpty, "\(missingEvents.count) of \(calls.count) without an audit event")
            #expect(missingCases.isEmpty, "\(missingCases.count) without their case")
            let answered = calls.count { $0.status == "OK" }
            let failedOpen = calls.count { $0.failedOpen }
            print(
                "ledger: \(calls.count) calls, \(answered) answered, \(failedOpen) failed open, missing events \(missingEvents.count), missing cases \(missingCases.count)"
            )
            try await store.close()
        }
    }
}
