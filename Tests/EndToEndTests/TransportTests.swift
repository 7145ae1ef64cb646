import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// What the gRPC port itself shows: reflection, counters of bad peers, the page for conformance testers.
    @Suite(.serialized)
    struct TransportTests {
        private struct SeenReflection: Decodable {
            let services, files, methods: [String]
            let answered: String
        }

        private struct Page: Decodable {
            let fields: [String: String]
            let byteCount: Int
        }

        @Test func reflection_fromItsOwnClient_listsServicesAndFetchesFiles() throws {
            let stack = try RealStack(base: 30_000)
            try stack.startRedis()
            try stack.startHolster(awaiting: "degraded")
            let seen = try Caller(stack, "reflection").finish(SeenReflection.self)
            #expect(
                seen.services == [
                    "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
                    "holster.v1.Banks", "holster.v1.Moderation",
                ]
            )
            #expect(seen.files.count == 5 && seen.files.last == "holster/v1/moderation.proto", "\(seen.files)")
            #expect(seen.methods == ["Check", "CheckStream"])
            #expect(seen.answered == "reflected")
        }

        @Test func metrics_afterAHostilePeer_sayWhyItsConnectionEnded() throws {
            guard let python = Repository.debianPython else { return }
            let stack = try RealStack(base: 30_100)
            try stack.startRedis()
            try stack.startHolster(awaiting: "degraded")
            _ = try Caller(stack, "checks", ["--count", "3"]).finish(SeenStatuses.self)
            for name in ["flood_settings", "ping_strikes"] {
                let outcome = try Oracle.finish(
                    "hostile_peer.py",
                    interpreter: python,
                    arguments: [stack.grpcAddress, "--case", name]
                )
                #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
            }
            let page = String(decoding: try stack.admin("metrics"), as: UTF8.self)
            let lines = page.split(separator: "\n").map(String.init)
            for series in [
                #"holster_grpc_connections_closed_total{cause="settings_flood"} 1"#,
                #"holster_grpc_connections_closed_total{cause="ping_flood"} 1"#,
                #"holster_caller_calls_total{caller="anonymous",result="admitted"} 3"#,
            ] {
                #expect(
                    lines.contains(series),
                    "\(series) is not among \(lines.filter { $0.contains("_grpc_") || $0.contains("_caller_") })"
                )
            }
            // Everybody else is served on.
            #expect(try Caller(stack, "checks").finish(SeenStatuses.self).statuses == ["OK", "OK"])
        }

        @Test(arguments: [true, false]) func testRoute_answersPagesOnlyWhereItIsOn(_ isOn: Bool) throws {
            guard let python = Repository.debianPython else { return }
            let stack = try RealStack(base: 30_200)
            try stack.startRedis()
            try stack.startHolster(awaiting: "degraded", settings: ["HOLSTER_GRPC_TEST_ROUTE": isOn ? "true" : "false"])
            let outcome = try Oracle.finish(
                "protocol_cases.py",
                interpreter: python,
                arguments: [stack.grpcAddress, "--case", "pages"]
            )
            #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
            let pages = try JSONDecoder().decode([Page].self, from: outcome.output)
            let statuses = pages.compactMap { $0.fields[":status"] }
            // GET is not gRPC's method, and the POST has not its content type.
            #expect(statuses == (isOn ? ["200", "200", "200"] : ["405", "415", "405"]))
            #expect(pages.allSatisfy { $0.byteCount > 0 } == isOn)
            #expect(try Caller(stack, "checks").finish(SeenStatuses.self).statuses == ["OK", "OK"])
        }
    }
}
