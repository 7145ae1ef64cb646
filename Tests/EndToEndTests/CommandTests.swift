import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The commands that curators, reviewers and operators type, against a real server without Triton.
    @Suite(.serialized)
    struct CommandTests {
        @Test func commands_bankReviewConfig_doWhatTheySay() async throws {
            let stack = try RealStack(base: 29_600)
            try stack.startRedis()
            try stack.startHolster(awaiting: "degraded")

            // A bank entry decides within a second, and no longer once it is removed.
            let added = try stack.holster(["bank", "add", "--bank", "known-bad", "--reason", "test", "demo/photos/known-bad.jpg"])
            #expect(added.contains("epoch 2: added ph-"))
            let entry = try #require(added.split(separator: " ").last?.trimmingCharacters(in: .whitespacesAndNewlines))
            #expect(try stack.holster(["bank", "list"]).contains("known-bad  block  phash64      exact "))
            let other = #expect(throws: Shell.Failure.self) {
                let item = ["--reason", "test", "--pixel-mode", "fast", "demo/photos/glue-gun.jpg"]
                return try stack.holster(["bank", "add", "--bank", "known-bad"] + item)
            }
            #expect(other?.description.contains("has fingerprints of exact pixels") == true)
            #expect(try stack.holster(["bank", "list", "--bank", "known-bad"]).contains(entry))
            try await Task.sleep(for: .seconds(1))
            let photo = ["--title", "tablecloth", "--photo", "demo/photos/known-bad-reupload.jpg"]
            let check = ["check", "--server", stack.grpcAddress]
            #expect(try stack.holster(check + photo).hasPrefix("BLOCK"))
            #expect(try stack.holster(["bank", "remove", "--bank", "known-bad", entry]).contains("removed"))
            #expect(throws: Shell.Failure.self) { try stack.holster(["bank", "remove", "--bank", "known-bad", entry]) }
            try await Task.sleep(for: .seconds(1))
            #expect(try !stack.holster(check + photo).hasPrefix("BLOCK"))

            // The case is there, and is resolved once.
            let cases = try stack.holster(["review", "list"])
            let caseID = try #require(
                cases.split(separator: "\n").first { $0.contains("BLOCK") }?.split(separator: " ").first.map(String.init)
            )
            #expect(try stack.holster(["review", "show", caseID]).contains("KNOWN_BAD_PHOTO"))
            let resolve = ["review", "resolve", caseID, "--overturn", "--by", "mara", "--note", "a tablecloth"]
            #expect(try stack.holster(resolve).contains("overturn by mara"))
            let again = #expect(throws: Shell.Failure.self) { try stack.holster(resolve) }
            #expect(again?.description.contains("mara") == true, "the second reviewer is told who was first")
            #expect(try !stack.holster(["review", "list"]).contains(caseID))

            // Refusals name what is wrong, and say nothing of secrets.
            let flat = #expect(throws: Shell.Failure.self) {
                try stack.holster(["bank", "add", "--bank", "known-bad", "--reason", "x", "demo/photos/broken.jpg"])
            }
            #expect(flat?.description.contains("broken.jpg") == true)
            let settings = try Shell.run(
                "\(RealStack.programs)/holster",
                ["config", "print"],
                environment: ["HOLSTER_REDIS_PASSWORD": "hunter2"]
            )
            #expect(settings.contains("redis.password") && !settings.contains("hunter2"))
        }

        /// jemalloc says at exit what it holds: were it loaded behind the C library, nearly nothing.
        @Test(arguments: ["holster", "holster-load"])
        func program_whenAskedForItsAllocator_isJemalloc(program: String) throws {
            let printing = ["-c", "MALLOC_CONF=stats_print:true '\(RealStack.programs)/\(program)' --help 2>&1 >/dev/null"]
            let statistics = try Shell.run("/bin/sh", printing)
            let line = try #require(statistics.split(separator: "\n").first { $0.hasPrefix("Allocated: ") })
            let byteCount = line.dropFirst("Allocated: ".count).prefix { $0.isNumber }
            #expect(try #require(Int(byteCount)) > 50_000)
        }

        @Test func readiness_whenRedisDies_isDegradedAndVerdictsSaySo() async throws {
            let stack = try RealStack(base: 29_700)
            try stack.startRedis()
            try stack.startHolster(awaiting: "degraded")
            try stack.signalRedis(SIGKILL)
            try await Task.sleep(for: .seconds(2))
            let readiness = try stack.readiness()
            #expect(readiness.status == "degraded")
            #expect(readiness.components.first { $0.name == "redis" }?.state == "degraded")
            #expect(readiness.components.first { $0.name == "store" }?.state == "up")
            let verdict = try stack.holster(["check", "--server", stack.grpcAddress, "--title", "oak chair"])
            #expect(verdict.contains("IDEMPOTENCY_UNCHECKED"))
        }
    }
}
