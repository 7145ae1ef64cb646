import RedisAdapter
import TestSupport
import Testing

@Suite struct RedisReplyTests {
    @Test(arguments: [
        ("$3\r\na\u{0}b\r\n", [RedisReply.bulk([97, 0, 98])]), ("$-1\r\n*-1\r\n", [.null, .null]), ("*0\r\n", [.array([])]),
        (":-9223372036854775808\r\n", [.integer(.min)]), ("+OK\r\n-ERR no\r\n", [.status("OK"), .error("ERR no")]),
        ("*2\r\n*1\r\n:1\r\n$0\r\n\r\n", [.array([.array([.integer(1)]), .bulk([])])]),
    ])
    func feed_ofWholeReplies_decodesThem(wire: String, expected: [RedisReply]) throws {
        var whole = try RedisReplyReader()
        let atOnce = whole.feed(Array(wire.utf8))
        #expect(atOnce == expected)
        var bytewise = try RedisReplyReader()
        var replies: [RedisReply] = []
        for byte in wire.utf8 { replies += bytewise.feed([byte]) ?? [.error("refused")] }
        #expect(replies == expected)
    }

    @Test(arguments: [
        "*2147483647\r\n", "*1048577\r\n", "*-2\r\n", "?\r\n", ":12x\r\n", ":99999999999999999999\r\n", "$-7\r\n",
        "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n",
    ])
    func feed_ofHostileHeaders_isRefused(wire: String) throws {
        var reader = try RedisReplyReader()
        let replies = reader.feed(Array(wire.utf8))
        #expect(replies == nil)
    }

    @Test func field_inAFlatList_findsTheValue() {
        let list = RedisReply.array([
            .bulk(Array("a".utf8)), .integer(1), .bulk(Array("b".utf8)), .null, .bulk(Array("odd".utf8)),
        ])
        #expect(list.field("a") == .integer(1))
        #expect(list.field("b") == .null)
        #expect(list.field("odd") == nil)
        #expect(RedisReply.array([]).field("a") == nil)
        #expect(RedisReply.null.field("a") == nil)
    }

    @Test func feed_ofMutatedReplies_neverTraps() throws {
        let seeds = [
            "*2\r\n$1\r\n0\r\n*4\r\n$2\r\nid\r\n$20\r\n{\"fingerprint\":\"00\"}\r\n$1\r\nx\r\n$-1\r\n",
            "*1\r\n*2\r\n$3\r\nlog\r\n*1\r\n*2\r\n$3\r\n7-0\r\n*6\r\n$6\r\nchange\r\n$3\r\nput\r\n$2\r\nid\r\n$1\r\na\r\n$5\r\nentry\r\n$2\r\n{}\r\n",
            ":1\r\n+OK\r\n-ERR\r\n$-1\r\n*-1\r\n*5\r\n$3\r\n1e9\r\n$3\r\nnan\r\n$2\r\n-1\r\n$1\r\n2\r\n$-1\r\n",
        ].map { Array($0.utf8) }
        var random = SeededRandom(seed: 5)
        var decoded = 0
        for round in 0..<30_000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.insert(UInt8(ascii: "9"), at: Int.random(in: bytes.indices, using: &random))
                case 2: bytes.removeSubrange(..<Int.random(in: 0..<max(1, bytes.count / 4), using: &random))
                default: bytes.append(contentsOf: seeds[Int.random(in: seeds.indices, using: &random)])
                }
                if bytes.isEmpty { bytes = [42] }
            }
            var reader = try RedisReplyReader()
            for reply in reader.feed(bytes) ?? [] {
                decoded += 1
                Documents.readEverything(reply)
            }
        }
        #expect(decoded > 1_000)
    }
}
