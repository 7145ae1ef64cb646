import Foundation
import ModerationCore
import Screening
import TextInput

/// The work on one set of rules, which stays loaded between lines. Listings come a line each, title and description with a tab between.
final class RulesWork {
    static let usage = """
        one of
          rules-load FILE          compiles a rule file
          rules-views LISTINGS OUT writes what is scanned: a line for each text of a view, the listing's number and a tab before it, equal texts once
          rules-match LISTINGS OUT times the rules on each listing, normalised just before; OUT gets nanoseconds of
                                   this thread's processor time, OUT.wall those of the clock
        """

    struct Usage: Error, CustomStringConvertible {
        var description: String { RulesWork.usage.replacingOccurrences(of: "\n", with: ";") }
    }

    private var normaliser: TextNormaliser?
    private var rules: RuleSet?

    func answer(_ words: [String]) throws -> String {
        switch (words.first, words.count) {
        case ("rules-load", 2): return try load(words[1])
        case ("rules-views", 3): return try writeViews(of: words[1], to: words[2])
        case ("rules-match", 3): return try match(words[1], out: words[2])
        default: throw Usage()
        }
    }

    private func load(_ path: String) throws -> String {
        let normaliser = try TextNormaliser()
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let start = ScreeningBench.nanoseconds()
        let rules = try RuleSet(yaml: text, name: "bench", digest: "") { term, view in
            ViewName(rawValue: view).flatMap { normaliser.term(term, view: $0) }
        }
        let seconds = Double(ScreeningBench.nanoseconds() - start) / 1e9
        (self.normaliser, self.rules) = (normaliser, rules)
        let size = rules.size
        return "seconds=\(seconds) terms=\(size.termCount) patterns=\(size.patternCount) literals=\(size.literalCount)"
            + " bytes=\(size.databaseByteCount)"
    }

    private func writeViews(of path: String, to out: String) throws -> String {
        var lines: [String] = []
        for (number, texts) in try listings(path).enumerated() {
            let readings = Set(texts.flatMap { $0.views.map(\.utf8) })
            lines += readings.map { "\(number)\t\(String(decoding: $0, as: UTF8.self))" }.sorted()
        }
        try (lines.joined(separator: "\n") + "\n").write(toFile: out, atomically: false, encoding: .utf8)
        return "texts=\(lines.count) bytes=\(lines.reduce(0) { $0 + $1.utf8.count })"
    }

    private func match(_ path: String, out: String) throws -> String {
        guard let rules else { throw Usage() }
        let lines = try lines(of: path)
        var (times, wallTimes): ([Int], [Int]) = ([], [])
        var matchCount = 0
        for line in lines {
            // As in the pipeline: just before.
            let texts = try normalised(line)
            let wallStart = ScreeningBench.nanoseconds()
            let start = ScreeningBench.nanoseconds(ofThread: true)
            matchCount += rules.matches(in: texts).count
            times.append(ScreeningBench.nanoseconds(ofThread: true) - start)
            wallTimes.append(ScreeningBench.nanoseconds() - wallStart)
        }
        try times.withUnsafeBytes { Data($0) }.write(to: URL(filePath: out))
        try wallTimes.withUnsafeBytes { Data($0) }.write(to: URL(filePath: out + ".wall"))
        return "listings=\(lines.count) matches=\(matchCount)"
    }

    private func listings(_ path: String) throws -> [[NormalisedText]] { try lines(of: path).map(normalised) }

    private func lines(of path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func normalised(_ line: String) throws -> [NormalisedText] {
        guard let normaliser else { throw Usage() }
        let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return [
            normaliser.normalise(parts[0], field: .title),
            normaliser.normalise(parts.count > 1 ? parts[1] : "", field: .description),
        ]
    }
}
