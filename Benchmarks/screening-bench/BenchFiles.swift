import Foundation
import ModerationCore

/// Fingerprints and results go through files.
enum BenchFiles {
    static func words(_ path: String) throws -> [UInt64] {
        let data = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
        return [UInt64](unsafeUninitializedCapacity: data.count / 8) { words, count in
            count = data.copyBytes(to: words) / 8
        }
    }

    static func fingerprints(_ path: String, _ kind: FingerprintKind) throws -> [SIMD4<UInt64>] {
        let width = kind.bitCount / 64
        let words = try words(path)
        return stride(from: 0, to: words.count - width + 1, by: width).map { start in
            var bits = SIMD4<UInt64>()
            for word in 0..<width { bits[word] = words[start + word] }
            return bits
        }
    }

    static func write<Element: BitwiseCopyable>(_ values: [Element], to path: String) throws {
        try values.withUnsafeBytes { try Data($0).write(to: URL(filePath: path)) }
    }

    static func residentByteCount() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
