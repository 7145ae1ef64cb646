import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A model version that is dropped in goes live without a failed call.
    @Suite(.serialized)
    struct HotLoadTests {
        @Test func load_whileFusionVersionTwoGoesLive_failsNoCall() async throws {
            let stack = try RealStack(base: 29_300)
            try stack.startRedis()
            try stack.startTriton()
            try stack.startHolster()

            let load = try stack.startLoad(rate: 20, seconds: 15, name: "hotload", timeoutMilliseconds: 1_000)
            try await Task.sleep(for: .seconds(5))
            let fusion = stack.repository.appending(path: "fusion")
            try Shell.run(
                "/usr/bin/python3",
                ["training/starter/stamp_version.py", fusion.appending(path: "1").path, fusion.appending(path: "2").path]
            )
            let answer = try stack.holster(["models", "load", "fusion"])
            #expect(answer.contains("version 2"))
            let calls = try load.finish()

            let failed = calls.filter { $0.status != "OK" || $0.failedOpen }
            #expect(failed.isEmpty, "\(failed.prefix(5))")
            // Calls are listed as they end, so the change may interleave a little; by the end everything is version 2.
            #expect(calls.first { $0.fusionVersion != "none" }?.fusionVersion == "1")
            #expect(calls.suffix(40).filter { $0.fusionVersion != "none" }.allSatisfy { $0.fusionVersion == "2" })
            #expect(try stack.holster(["models", "list"]).contains("fusion"))
        }
    }
}
