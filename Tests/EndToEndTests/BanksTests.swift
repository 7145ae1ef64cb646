import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// The service `Banks` of a real server, from stock grpcio and from `holster bank --server`.
    @Suite(.serialized)
    struct BanksTests {
        private struct Seen: Decodable {
            let radius: Int
            let pixel_mode, author, entry: String
            let accepted: Int
            let rejected: [[Line]]
            let states: [String]
            let count: Int
            let exported: Bool
            let nearest: [Line]
            let rules: Bool
            let quarantined: Int
            let stats: [Int]
            let reader_lists: Int
            let reader_removes, gateway_lists, nobody_lists, invalid: [String]
            let curator_checks, gateway_checks: String
            let removed: Int
        }

        /// What JSON holds a mixture of.
        private enum Line: Decodable, Equatable {
            case number(Int), text(String), flag(Bool)

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let flag = try? container.decode(Bool.self) {
                    self = .flag(flag)
                } else if let number = try? container.decode(Int.self) {
                    self = .number(number)
                } else {
                    self = .text(try container.decode(String.self))
                }
            }
        }

        private func token(_ stack: RealStack, _ arguments: [String]) throws -> (token: String, line: String) {
            let lines = try stack.holster(["token", "create"] + arguments).split(separator: "\n").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard lines.count == 4 else { throw Shell.Failure(description: "token create printed \(lines)") }
            return (lines[1], lines[3])
        }

        @Test func banks_fromGrpcioAndFromTheCommand_areCuratedByWhoHasTheRole() async throws {
            let stack = try RealStack(base: 30_700)
            try stack.startRedis()
            let made = try [["mara", "--role", "curate"], ["audit", "--role", "read"], ["gateway"]].map { try token(stack, $0) }
            let file = stack.folder.appending(path: "tokens")
            try Data(made.map { $0.line + "\n" }.joined().utf8).write(to: file)
            try stack.startHolster(
                awaiting: "degraded",
                settings: ["HOLSTER_CALLERS_TOKEN_FILE": file.path, "HOLSTER_GRPC_ALLOW_UNAUTHENTICATED": "true"]
            )
            let list = stack.folder.appending(path: "list.csv")
            let hashes = (1...700).map { String(format: "e9b492cb%08x", $0 * 7_919) }
            try Data(("fingerprint,note\nbad,x\n" + hashes.map { "\($0),\"a, b\"\n" }.joined()).utf8).write(to: list)
            let output = try Oracle.run(
                "e2e_banks.py",
                arguments: [stack.grpcAddress] + made.map(\.token) + ["demo/photos/known-bad.jpg", list.path]
            )
            let seen = try JSONDecoder().decode(Seen.self, from: output)
            #expect(seen.radius == 8 && seen.pixel_mode == "exact" && seen.author == "mara")
            #expect(seen.accepted == 700 && seen.count == 701 && seen.states == ["live", "shadow"] && seen.exported)
            #expect(seen.rejected == [[.number(2), .text("fingerprint: 3 hexadecimal digits, phash64 has 16")]])
            #expect(seen.nearest == [.text(seen.entry), .number(0), .flag(true)])
            #expect(
                seen.rules && seen.quarantined == 1 && seen.stats == [0, 700, 1] && seen.reader_lists == 1 && seen.removed == 1
            )
            #expect(seen.reader_removes[0] == "PERMISSION_DENIED" && seen.reader_removes[1].contains("lacks the role 'curate'"))
            #expect(seen.gateway_lists[0] == "PERMISSION_DENIED" && seen.gateway_lists[1].contains("'read' or 'curate'"))
            #expect(seen.nobody_lists[0] == "PERMISSION_DENIED")
            #expect(seen.curator_checks == "PERMISSION_DENIED" && seen.gateway_checks == "OK")
            #expect(seen.invalid == ["INVALID_ARGUMENT", "kind: 'blok' is none of block, review, allow"])

            try commands(stack, token: made[0].token)
            let page = String(decoding: try stack.admin("metrics"), as: UTF8.self)
            #expect(page.contains(#"holster_caller_calls_total{caller="gateway",result="forbidden"}"#))
            let log = try String(contentsOf: stack.folder.appending(path: "holster.log"), encoding: .utf8)
            #expect(log.contains("bank e2e: 700 entries imported by mara, 1 rejected, epoch"))
        }

        /// The same commands directly and through the server.
        private func commands(_ stack: RealStack, token: String) throws {
            let tokenFile = stack.folder.appending(path: "token")
            try Data("\(token)\n".utf8).write(to: tokenFile)
            let remote = ["--server", stack.grpcAddress, "--token-file", tokenFile.path]
            for (way, options) in [("direct", []), ("remote", remote)] {
                func bank(_ arguments: [String]) throws -> String { try stack.holster(["bank"] + arguments + options) }
                let reason = ["--reason", "a test"]
                #expect(try bank(["create", way, "--kind", "review", "--fingerprint", "pdq256"] + reason).contains("radius 31"))
                let added = try bank(["add-photo", "--bank", way, "demo/photos/known-bad.jpg"] + reason)
                let entry = try #require(added.split(separator: " ").last?.trimmingCharacters(in: .whitespacesAndNewlines))
                #expect(entry.hasPrefix("pdq-"))
                let explained = try bank(["explain", "--bank", way, "demo/photos/known-bad-reupload.jpg"])
                #expect(explained.contains("MATCH") && explained.contains("phash64") && explained.contains(entry))
                #expect(try bank(["quarantine", "--bank", way, entry] + reason).contains("quarantined \(entry)"))
                #expect(try bank(["list", "--bank", way, "--state", "quarantined"]).contains(entry))
                #expect(try bank(["release", "--bank", way, entry] + reason).contains("released (live) \(entry)"))
                let file = stack.folder.appending(path: "\(way).pdq").path
                _ = try bank(["export", "--bank", way, file])
                #expect(try String(contentsOfFile: file, encoding: .utf8) == "\(entry.dropFirst(4)),id=\(entry)\n")
                #expect(try bank(["remove", "--bank", way, entry]).contains("removed \(entry)"))
                #expect(try bank(["import", "--bank", way, file] + reason).contains("1 entries added, 0 lines rejected"))
                #expect(try bank(["stats", way]).contains("review"))
                #expect(try bank(["update", way, "--state", "shadow"] + reason).contains("shadow"))
                #expect(throws: Shell.Failure.self) { try bank(["drop", way] + reason) }
                #expect(try bank(["drop", way, "--confirm", way] + reason).contains("dropped"))
            }
            let refused = #expect(throws: Shell.Failure.self) {
                try stack.holster(["bank", "list", "--server", stack.grpcAddress])
            }
            #expect(refused?.description.contains("PERMISSION_DENIED") == true)
        }
    }
}
