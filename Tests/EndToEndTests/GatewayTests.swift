import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A stock gRPC client in another language sees what our own client sees.
    @Suite(.serialized)
    struct GatewayTests {
        private struct Answer: Decodable, Equatable {
            struct Reason: Decodable, Equatable { let code: String }

            let listing_id, decision: String
            let violation_probability: Double?
            let reasons: [Reason]
            let tags: [String]
        }

        @Test func check_fromGrpcio_givesTheVerdictsOfHolsterCheck() async throws {
            let stack = try RealStack(base: 29_400)
            try stack.startRedis()
            try stack.startTriton()
            try stack.holster(["bank", "add", "--bank", "known-bad", "--reason", "test", "demo/photos/known-bad.jpg"])
            try stack.startHolster()
            try await Task.sleep(for: .seconds(1))

            let listings = try FileManager.default.contentsOfDirectory(
                atPath: Repository.root.appending(path: "demo/listings").path
            )
            .filter { $0.hasSuffix(".json") }.sorted().map { "demo/listings/\($0)" }
            let ours = try stack.holster(
                ["check", "--server", stack.grpcAddress, "--timeout-ms", "5000", "--fresh-request-ids", "--json"] + listings
            )
            let theirs = try Oracle.run(
                "e2e_grpcio.py",
                arguments: [stack.grpcAddress] + listings.map { Repository.root.appending(path: $0).path }
            )
            let decoder = JSONDecoder()
            let oursDecoded = try ours.split(separator: "\n").map { try decoder.decode(Answer.self, from: Data($0.utf8)) }
            let theirsDecoded = try String(decoding: theirs, as: UTF8.self).split(separator: "\n")
                .map { try decoder.decode(Answer.self, from: Data($0.utf8)) }
            #expect(oursDecoded.count == listings.count)
            #expect(oursDecoded.count == theirsDecoded.count)
            for (our, their) in zip(oursDecoded, theirsDecoded) {
                #expect(our.listing_id == their.listing_id)
                #expect(our.decision == their.decision)
                #expect(our.reasons == their.reasons)
                #expect(our.tags == their.tags)
                // A batch with other calls may round differently in the last bits.
                #expect(abs((our.violation_probability ?? -1) - (their.violation_probability ?? -1)) < 1e-3, "\(our.listing_id)")
            }
            #expect(Set(oursDecoded.map(\.decision)).count >= 3, "the listings must exercise several decisions")
        }

        @Test func metrics_afterChecks_satisfyPromtool() async throws {
            let stack = try RealStack(base: 29_500)
            try stack.startRedis()
            try stack.startHolster(awaiting: "degraded")
            _ = try stack.holster(["check", "--server", stack.grpcAddress, "--title", "oak chair"])
            let page = try stack.admin("metrics")
            let text = String(decoding: page, as: UTF8.self)
            #expect(text.contains("# TYPE"))
            let file = stack.folder.appending(path: "metrics.txt")
            try page.write(to: file)
            try Shell.run("/bin/sh", ["-c", "promtool check metrics < '\(file.path)'"])
            #expect(String(decoding: try stack.admin("livez"), as: UTF8.self) == "alive\n")
            let readiness = try stack.readiness()
            #expect(readiness.components.first { $0.name == "triton" }?.state == "degraded")
            #expect(readiness.components.first { $0.name == "redis" }?.state == "up")
        }
    }
}
