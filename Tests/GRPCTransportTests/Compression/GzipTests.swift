import Foundation
import GRPCTransport
import TestSupport
import Testing

@Suite struct GzipTests {
    private static func samples() -> [[UInt8]] {
        var random = SeededRandom(seed: 83)
        let noise = (0..<70_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let text = Array(String(repeating: "a listing with a photo; ", count: 5_000).utf8)
        return [[], [0], Array("x".utf8), noise, text, [UInt8](repeating: 0, count: 300_000)]
    }

    @Test func deflate_thenInflate_isIdentity() throws {
        for sample in Self.samples() {
            let packed = try Gzip.deflate([sample[...]])
            #expect(try Gzip.inflate(packed[...], limit: sample.count) == sample)
        }
    }

    @Test func deflate_whenInSegments_isOneMember() throws {
        let packed = try Gzip.deflate([[1, 2], [], [3], [UInt8](repeating: 9, count: 50_000)[...], []])
        #expect(try Gzip.inflate(packed[...], limit: 1 << 20) == [1, 2, 3] + [UInt8](repeating: 9, count: 50_000))
        #expect(try Gzip.inflate(try Gzip.deflate([])[...], limit: 0) == [])
    }

    /// Python's zlib and gzip, both ways.
    @Test func bothWays_agreeWithPython() throws {
        guard Repository.oraclePython != nil else { return }
        struct Exchange: Codable {
            var plain: Data
            var packed: Data
        }
        let mine = try Self.samples().map { Exchange(plain: Data($0), packed: Data(try Gzip.deflate([$0[...]]))) }
        let output = try Oracle.run("transport_gzip.py", input: try JSONEncoder().encode(mine))
        let theirs = try JSONDecoder().decode([Exchange].self, from: output)
        #expect(theirs.count == mine.count * 3)
        for (index, exchange) in theirs.enumerated() {
            // What Python read out of ours, and what we read out of Python's.
            #expect(exchange.plain == mine[index / 3].plain)
            #expect(try Gzip.inflate([UInt8](exchange.packed)[...], limit: 1 << 20) == [UInt8](exchange.plain))
        }
    }

    @Test func inflate_whenCutShortOrFollowedByMore_isCorrupt() throws {
        let packed = try Gzip.deflate([Array("some text, some text".utf8)[...]])
        for count in 0..<packed.count {
            #expect(throws: Gzip.Failure.corrupt) { try Gzip.inflate(packed[..<count], limit: 1_000) }
        }
        #expect(throws: Gzip.Failure.corrupt) { try Gzip.inflate((packed + [0])[...], limit: 1_000) }
        // A second member is something else: no gRPC peer sends one.
        #expect(throws: Gzip.Failure.corrupt) { try Gzip.inflate((packed + packed)[...], limit: 1_000) }
    }

    @Test func inflate_whenNotGzip_isCorrupt() {
        for bytes in [Array("plain text".utf8), [0x78, 0x9C, 3, 0, 0, 0, 0, 1], [0x1F, 0x8B], [0x1F, 0x8B, 9, 0]] as [[UInt8]] {
            #expect(throws: Gzip.Failure.corrupt) { try Gzip.inflate(bytes[...], limit: 1_000) }
        }
    }

    @Test func inflate_whenBytesAreChanged_neverYieldsMoreThanTheLimit() throws {
        var random = SeededRandom(seed: 89)
        let packed = try Gzip.deflate([[UInt8](repeating: 5, count: 4_000)[...]])
        var readCount = 0
        for _ in 0..<3_000 {
            var changed = packed
            changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            if let read = try? Gzip.inflate(changed[...], limit: 4_000) {
                readCount += 1
                #expect(read.count <= 4_000)
            }
        }
        // Only the header's unchecked fields may change without notice.
        #expect(readCount < 1_500)
    }

    @Test func inflate_whenAtTheLimit_isTakenAndOneByteMoreIsNot() throws {
        let packed = try Gzip.deflate([[UInt8](repeating: 1, count: 100_000)[...]])
        #expect(try Gzip.inflate(packed[...], limit: 100_000).count == 100_000)
        #expect(throws: Gzip.Failure.oversize(limit: 99_999)) { try Gzip.inflate(packed[...], limit: 99_999) }
        #expect(throws: Gzip.Failure.oversize(limit: 0)) { try Gzip.inflate(packed[...], limit: 0) }
    }

    /// A quarter of a MiB that would become 256 MiB is given up at the limit, with memory for the limit and not for the bomb.
    @Test func inflate_whenABomb_isRefusedAtTheLimitWithBoundedMemory() throws {
        let bomb = try Gzip.deflate((0..<256).map { _ in Self.zeros })
        #expect(bomb.count < 1 << 19)
        let before = try Self.peakByteCount()
        #expect(throws: Gzip.Failure.oversize(limit: 4 << 20)) { try Gzip.inflate(bomb[...], limit: 4 << 20) }
        // Other tests run beside this one: far below 256 MiB is what can be said.
        #expect(try Self.peakByteCount() - before < 192 << 20)
    }

    private static let zeros = [UInt8](repeating: 0, count: 1 << 20)[...]

    private static func peakByteCount() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) << 10
    }
}
