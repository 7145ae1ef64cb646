import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// TLS, client certificates, tokens and quotas, as an operator configures them.
    @Suite(.serialized)
    struct AccessTests {
        /// The server's own copies of certificate and key, which a test may replace.
        private struct Files {
            let certificate, key, tokens: URL

            init(_ stack: RealStack) throws {
                certificate = stack.folder.appending(path: "served.pem")
                key = stack.folder.appending(path: "served.key")
                tokens = stack.folder.appending(path: "tokens")
                try show("server")
            }

            func show(_ name: String) throws {
                let certificates = try TestCertificates.shared.get()
                for (from, to) in [(certificates.key(name), key), (certificates.certificate(name), certificate)] {
                    try Data(contentsOf: URL(filePath: from)).write(to: to, options: .atomic)
                }
            }

            var settings: [String: String] {
                [
                    "HOLSTER_GRPC_TLS_CERTIFICATE": certificate.path, "HOLSTER_GRPC_TLS_KEY": key.path,
                    "HOLSTER_CALLERS_TOKEN_FILE": tokens.path,
                ]
            }
        }

        /// The token, and its line for the token file.
        private func makeToken(_ stack: RealStack, _ arguments: [String]) throws -> (token: String, line: String) {
            let lines = try stack.holster(["token", "create"] + arguments).split(separator: "\n").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard lines.count == 4 else { throw Shell.Failure(description: "token create printed \(lines)") }
            return (lines[1], lines[3])
        }

        @Test func tokensOverTLS_admitWhoIsKnownWithinItsQuota() async throws {
            let certificates = try TestCertificates.shared.get()
            let stack = try RealStack(base: 30_300)
            try stack.startRedis()
            let files = try Files(stack)
            let (token, line) = try makeToken(stack, ["gateway"])
            let (slowToken, slowLine) = try makeToken(stack, ["slow", "--calls-per-second", "1", "--burst", "3"])
            try Data("\(line)\n\(slowLine)\n".utf8).write(to: files.tokens)
            try stack.startHolster(awaiting: "degraded", settings: files.settings)
            let trust = ["--authority", certificates.certificate("ca")]
            func checks(_ arguments: [String]) throws -> SeenStatuses {
                try Caller(stack, "checks", trust + arguments).finish(SeenStatuses.self)
            }

            // Health is open to everybody.
            let nobody = try checks([])
            #expect(nobody.statuses == ["UNAUTHENTICATED", "OK"])
            #expect(try checks(["--token", "guessed"]).statuses == ["UNAUTHENTICATED", "OK"])
            #expect(try checks(["--token", token, "--count", "5"]).statuses == [String](repeating: "OK", count: 6))
            let slow = try checks(["--token", slowToken, "--count", "20"])
            #expect(slow.statuses.prefix(3) == ["OK", "OK", "OK"])
            #expect(slow.statuses.contains("RESOURCE_EXHAUSTED"), "\(slow)")
            #expect(Set(slow.statuses) == ["OK", "RESOURCE_EXHAUSTED"])

            // Our own programs have the same options.
            let tokenFile = stack.folder.appending(path: "token")
            try Data("\(token)\n".utf8).write(to: tokenFile)
            let access = ["--server", stack.grpcAddress, "--tls-authority", certificates.certificate("ca")]
            let known = access + ["--token-file", tokenFile.path]
            #expect(try stack.holster(["check", "--title", "oak chair", "--timeout-ms", "5000"] + known).contains("ALLOW"))
            let refusal = #expect(throws: Shell.Failure.self) { try stack.holster(["check", "--title", "oak chair"] + access) }
            #expect(refusal?.description.contains("UNAUTHENTICATED") == true)
            let load = ["--rate", "20", "--seconds", "1", "--timeout-ms", "5000", "--json"] + Self.listings
            let report = try Shell.run("\(RealStack.programs)/holster-load", known + load)
            #expect(report.contains(#""OK":20"#) || report.contains(#""OK" : 20"#), "\(report)")

            // A certificate that is replaced is shown to new connections within seconds; so is a token that is taken away.
            #expect(try Caller(stack, "certificate", trust).finish(SeenStatuses.self).message == "server")
            try files.show("renewed")
            try Data("\(slowLine)\n".utf8).write(to: files.tokens, options: .atomic)
            var shown = ""
            for _ in 0..<20 where shown != "renewed" {
                try await Task.sleep(for: .milliseconds(500))
                shown = try Caller(stack, "certificate", trust).finish(SeenStatuses.self).message
            }
            #expect(shown == "renewed")
            var statuses: [String] = []
            for _ in 0..<20 where statuses.first != "UNAUTHENTICATED" {
                statuses = try checks(["--token", token]).statuses
                try await Task.sleep(for: .milliseconds(200))
            }
            #expect(statuses == ["UNAUTHENTICATED", "OK"])

            let page = String(decoding: try stack.admin("metrics"), as: UTF8.self)
            for series in [
                #"holster_caller_calls_total{caller="anonymous",result="unauthenticated"}"#,
                #"holster_caller_calls_total{caller="gateway",result="admitted"}"#,
                #"holster_caller_calls_total{caller="slow",result="calls"}"#, "holster_tls_certificate_expiry_seconds",
            ] { #expect(page.contains(series), "\(series)") }
            #expect(!page.contains(token))
        }

        @Test func clientCertificates_whereTheyAreRequired_sayWhoCalls() throws {
            let certificates = try TestCertificates.shared.get()
            let stack = try RealStack(base: 30_400)
            try stack.startRedis()
            let files = try Files(stack)
            let quota = "CN=client certificate calls_per_second=1 burst=3\n"
            try Data(quota.utf8).write(to: files.tokens)
            let authority = ["HOLSTER_GRPC_TLS_CLIENT_AUTHORITY": certificates.certificate("ca")]
            try stack.startHolster(awaiting: "degraded", settings: files.settings.merging(authority) { $1 })
            let trust = ["--authority", certificates.certificate("ca")]
            // Without one there is no connection, not even for health.
            let without = try Caller(stack, "checks", trust).finish(SeenStatuses.self)
            #expect(without.statuses == ["UNAVAILABLE", "UNAVAILABLE"])
            let identity = ["--certificate", certificates.certificate("client"), "--key", certificates.key("client")]
            let seen = try Caller(stack, "checks", trust + identity + ["--count", "20"]).finish(SeenStatuses.self)
            #expect(seen.statuses.prefix(3) == ["OK", "OK", "OK"])
            #expect(Set(seen.statuses) == ["OK", "RESOURCE_EXHAUSTED"], "\(seen)")
            let page = String(decoding: try stack.admin("metrics"), as: UTF8.self)
            #expect(page.contains(#"holster_caller_calls_total{caller="CN=client",result="admitted"}"#))
            #expect(page.contains(#"holster_grpc_connections_closed_total{cause="tls"}"#))
        }

        private static let listings = ["01", "02"].compactMap(RealStack.listing)
    }
}
