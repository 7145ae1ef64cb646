import Foundation
import ModerationCore
import Screening

/// The work on one index, which stays loaded between lines.
final class IndexWork {
    static let usage = """
        one of
          load KIND WORDS                     builds an index of the file's fingerprints, rows 0, 1, …
          search QUERIES RADIUS GROUP OUT     times lookups of GROUP queries each; OUT gets nanoseconds, OUT.matches (query, row, distance)
          inserts WORDS RADIUS OUT            while all is merged: times insert + lookup of each of the file's fingerprints
          memory
        """

    struct Usage: Error, CustomStringConvertible {
        var description: String { IndexWork.usage.replacingOccurrences(of: "\n", with: ";") }
    }

    private var index = HammingIndex(kind: .phash64)

    func answer(_ words: [String]) throws -> String {
        switch (words.first, words.count) {
        case ("load", 3): return try load(words[1], words[2])
        case ("search", 5):
            guard let radius = Int(words[2]), let group = Int(words[3]), group > 0 else { throw Usage() }
            return try search(words[1], radius: radius, group: group, out: words[4])
        case ("inserts", 4):
            guard let radius = Int(words[2]) else { throw Usage() }
            return try inserts(words[1], radius: radius, out: words[3])
        case ("memory", 1): return "bytes=\(index.byteCount) resident=\(BenchFiles.residentByteCount())"
        default: throw Usage()
        }
    }

    private func load(_ kind: String, _ path: String) throws -> String {
        guard let kind = FingerprintKind(rawValue: kind) else { throw Usage() }
        index = HammingIndex(kind: kind)
        let before = BenchFiles.residentByteCount()
        let words = try BenchFiles.words(path)
        let rows = (0..<words.count / (kind.bitCount / 64)).map { UInt32($0) }
        let start = ScreeningBench.nanoseconds()
        index = HammingIndex(kind: kind, words: words, rows: rows)
        let seconds = Double(ScreeningBench.nanoseconds() - start) / 1e9
        return "count=\(index.count) seconds=\(seconds) bytes=\(index.byteCount) before=\(before)"
    }

    private func search(_ path: String, radius: Int, group: Int, out: String) throws -> String {
        let queries = try BenchFiles.fingerprints(path, index.kind)
        var times: [Int] = []
        var matches: [UInt32] = []
        for start in stride(from: 0, to: queries.count - group + 1, by: group) {
            let group = Array(queries[start..<start + group])
            let begin = ScreeningBench.nanoseconds()
            index.forEachMatch(group, radius: radius) { query, row, distance in
                matches += [UInt32(start + query), row, UInt32(distance)]
            }
            times.append(ScreeningBench.nanoseconds() - begin)
        }
        try BenchFiles.write(times, to: out)
        try BenchFiles.write(matches, to: out + ".matches")
        return "lookups=\(times.count) matches=\(matches.count / 3)"
    }

    /// Each new entry is looked up, by itself, as soon as it is in.
    private func inserts(_ path: String, radius: Int, out: String) throws -> String {
        let firstRow = index.count
        var (times, insertTimes, missed, inMerge) = ([Int](), [Int](), 0, 0)
        index.startFullMerge()
        for (offset, bits) in try BenchFiles.fingerprints(path, index.kind).enumerated() {
            let row = UInt32(firstRow + offset)
            let begin = ScreeningBench.nanoseconds()
            index.insert(bits, row: row)
            let inserted = ScreeningBench.nanoseconds()
            var isFound = false
            index.forEachMatch([bits], radius: radius) { _, found, _ in isFound = isFound || found == row }
            times.append(ScreeningBench.nanoseconds() - begin)
            insertTimes.append(inserted - begin)
            missed += isFound ? 0 : 1
            inMerge += index.isMerging ? 1 : 0
        }
        try BenchFiles.write(times, to: out)
        let insertP99 = insertTimes.sorted()[insertTimes.count * 99 / 100]
        return "inserts=\(times.count) missed=\(missed) inMerge=\(inMerge) insertP99=\(insertP99)"
    }
}
