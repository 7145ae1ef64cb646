import ModerationServer
import TestSupport
import Testing

@Suite struct CallerListTests {
    /// Of `one` and `two`, as `printf one | sha256sum` says.
    private let one = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
    private let two = "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"

    private func list(_ text: String) throws -> CallerList {
        try CallerList(parsing: text, file: "tokens", defaults: CallerQuota(callsPerSecond: 7, maxConcurrent: 9))
    }

    private func problem(_ text: String) -> String {
        do {
            _ = try list(text)
            return "accepted"
        } catch {
            return "\(error)"
        }
    }

    @Test func parsing_readsNamesHashesAndQuotas() throws {
        let read = try list(
            """
            # callers

            gateway-eu  sha256:\(one)   # in Frankfurt
            \tbatch\tsha256:\(two.uppercased()) calls_per_second=200 burst=400 bytes_per_second=0 max_concurrent=64\r
            CN=edge,O=Example certificate max_concurrent=1
            """
        )
        #expect(read.name(ofToken: "one") == "gateway-eu")
        #expect(read.name(ofToken: "two") == "batch")
        #expect(read.name(ofToken: "three") == nil)
        #expect(read.name(ofToken: "") == nil)
        #expect(read.name(ofToken: one) == nil)
        #expect(read.entries["gateway-eu"]?.quota == CallerQuota(callsPerSecond: 7, maxConcurrent: 9))
        #expect(read.entries["batch"]?.quota == CallerQuota(callsPerSecond: 200, burst: 400, maxConcurrent: 64))
        #expect(read.entries["CN=edge,O=Example"]?.quota == CallerQuota(callsPerSecond: 7, maxConcurrent: 1))
        #expect(try list("") == .empty)
    }

    @Test func parsing_readsRoles_checkWhereNoneIsGiven() throws {
        let read = try list(
            """
            gateway sha256:\(one)
            mara    sha256:\(two) role=curate,check burst=3
            CN=audit certificate role=read
            """
        )
        #expect(read.entries["gateway"]?.roles == .check)
        #expect(read.entries["mara"]?.roles == [.check, .curate])
        #expect(read.entries["mara"]?.quota.burst == 3)
        #expect(read.entries["CN=audit"]?.roles == .read)
        let wrong = [
            ("role=", "must be role=ROLE[,ROLE]: check, read, curate"), ("role=admin", "'role=admin' must be role="),
            ("role=check role=curate", "role is there twice"), ("role=check,check", "each once"),
        ]
        for (words, expected) in wrong { #expect(problem("a sha256:\(one) \(words)").contains(expected), "\(problem(words))") }
    }

    @Test func parsing_whenWrong_namesFileLineAndReason() {
        let cases = [
            ("a", "tokens:1: caller 'a' needs sha256:HEX, or certificate"),
            ("\n\na sha256:12", "tokens:3: caller 'a' needs sha256: and 64 hexadecimal digits"),
            ("a \(one)", "tokens:1: caller 'a' needs sha256:"), ("a sha256:\(one)0", "64 hexadecimal"),
            ("a sha256:\(one.dropLast())g", "64 hexadecimal"),
            ("a sha256:\(one)\na sha256:\(two)", "tokens:2: caller 'a' is there twice"),
            ("a sha256:\(one)\nb sha256:\(one.uppercased())", "tokens:2: the token of caller 'b' is another caller's too"),
            ("ä sha256:\(one)", "is no caller's name"), ("anonymous sha256:\(one)", "stands for callers without identity"),
            ("a sha256:\(one) burst", "'burst' must be QUOTA=N"), ("a sha256:\(one) burst=-1", "must be QUOTA=N"),
            ("a sha256:\(one) burst=99999999999999999999", "must be QUOTA=N"),
            ("a sha256:\(one) brst=1", "no quota is called 'brst'"),
            ("a sha256:\(one) burst=1 burst=2", "burst is there twice"), ("a sha256:\(one) burst=", "must be QUOTA=N"),
        ]
        for (text, expected) in cases { #expect(problem(text).contains(expected), "\(problem(text))") }
        #expect(
            problem((0...10_000).map { "c\($0) certificate" }.joined(separator: "\n")).contains("tokens:10001: more than 10000")
        )
    }

    @Test func parsing_whenBytesAreMutated_neverTraps() throws {
        let valid = Array("# x\ngateway sha256:\(one) calls_per_second=20 burst=4\n\nbatch sha256:\(two) max_concurrent=3\n".utf8)
        var random = SeededRandom(seed: 5)
        var taken = 0
        for _ in 0..<20_000 {
            var bytes = valid
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if Int.random(in: 0..<4, using: &random) == 0 { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            guard let read = try? list(String(decoding: bytes, as: UTF8.self)) else { continue }
            taken += 1
            #expect(read.entries.count <= 4)
            #expect(read.entries.keys.allSatisfy(CallerList.isUsableName))
        }
        #expect(taken > 100)
    }
}
