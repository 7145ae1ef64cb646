import Foundation
import ModerationCore
import Recording
import TestSupport
import Testing

extension EndToEnd {
    /// `CheckStream` and health's `Watch`, from stock grpcio, through a whole server.
    @Suite(.serialized)
    struct StreamingTests {
        private struct SeenStream: Decodable {
            struct Answer: Decodable {
                let id: String
                let code: Int
                let message: String
                let isDryRun: Bool
                let names: String
            }

            let status, message: String
            let answers: [Answer]
        }

        private struct SeenDrain: Decodable {
            struct Unary: Decodable { let id, status, message: String }
            struct Answer: Decodable {
                let id: String
                let code: Int
            }

            let unary: [Unary]
            let sent: [String]
            let answered: [Answer]
            let status, message: String
        }

        private static let listings = ["01", "02", "04", "10"].compactMap(RealStack.listing)

        @Test func checkStream_ofTwoHundredListings_answersEachInAnyOrder() async throws {
            let stack = try RealStack(base: 29_800)
            try stack.startRedis()
            try stack.startTriton()
            try stack.startHolster()

            let seen = try Caller(stack, "check_stream", Self.listings).finish(SeenStream.self)
            #expect(seen.status == "OK", "\(seen.message)")
            let ids = seen.answers.map(\.id)
            #expect(Set(ids) == Set((0..<200).map { "stream-\($0)" }) && ids.count == 200)
            #expect(ids != (0..<200).map { "stream-\($0)" }, "answers come when they are ready")
            let failed = seen.answers.filter { $0.code != 0 }
            #expect(failed.map(\.id) == ["stream-100"], "\(failed)")
            #expect(failed.first?.code == 8 || failed.first?.code == 3)
            #expect(failed.first?.message.contains("title") == true)
            for answer in seen.answers where answer.code == 0 {
                #expect(answer.names == answer.id)
                #expect(answer.isDryRun == (Int(answer.id.dropFirst(7)).map { $0 % 2 == 1 } ?? false))
            }

            // In mid-stream the caller goes away; its connection serves on.
            let cancelled = try Caller(stack, "cancel_stream", Self.listings).finish(SeenStatuses.self)
            #expect(cancelled.statuses == ["CANCELLED", "OK"], "\(cancelled.message)")

            stack.signalHolster(SIGTERM)
            #expect(stack.awaitHolsterEnd() == 0)
            let store = try Self.open(stack)
            for number in 0..<200 {
                let isStored = try await store.verdict(requestID: "stream-\(number)") != nil
                #expect(isStored == (number % 2 == 0 && number != 100), "stream-\(number)")
            }
            try await store.close()
        }

        @Test func sigterm_whileChecksAndAStreamAreInFlight_answersAllThatWasTaken() async throws {
            let stack = try RealStack(base: 29_900)
            try stack.startRedis()
            try stack.startTriton()
            try stack.startHolster()

            let watcher = try Caller(stack, "watch")
            try await watcher.await("SERVING")
            let caller = try Caller(stack, "drain", Self.listings)
            try await caller.await("READY")
            stack.signalHolster(SIGTERM)
            #expect(stack.awaitHolsterEnd() == 0)
            let seen = try caller.finish(SeenDrain.self)
            watcher.process.waitUntilExit()
            #expect(watcher.lines == ["SERVING", "NOT_SERVING", "UNAVAILABLE"])

            #expect(seen.status == "UNAVAILABLE", "\(seen.message)")
            #expect(seen.message.contains("shutting down"), "\(seen.message)")
            // What was not taken found no server; nothing that was taken was cut off.
            let unanswered = seen.unary.filter { $0.status != "OK" }
            #expect(Set(unanswered.map(\.status)).isSubset(of: ["UNAVAILABLE"]), "\(unanswered)")
            #expect(unanswered.count <= 8)
            let store = try Self.open(stack)
            for call in unanswered {
                #expect(
                    try await store.verdict(requestID: call.id) == nil,
                    "\(call.id) was decided, not answered: \(call.message)"
                )
            }
            let answered = Set(seen.answered.map(\.id))
            #expect(answered.count == seen.answered.count && answered.isSubset(of: seen.sent))
            var decidedCount = 0
            for id in seen.sent where try await store.verdict(requestID: id) != nil {
                decidedCount += 1
                #expect(answered.contains(id), "\(id) was decided, not answered")
            }
            #expect(decidedCount >= 20)
            try await store.close()
            print(
                "drain: \(seen.unary.count - unanswered.count) unary checks answered, \(unanswered.count) found no server;",
                "stream: \(seen.sent.count) sent, \(decidedCount) decided, \(answered.count) answered"
            )
        }

        private static func open(_ stack: RealStack) throws -> DecisionStore {
            let time = TimeSource(monotonicNow: { .now }, wallNow: { UnixTime(milliseconds: 0) })
            return try DecisionStore(StoreConfiguration(folder: stack.store.path), time: time)
        }
    }
}
