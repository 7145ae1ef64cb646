import Foundation
import ModerationCore
import Reactor
import RedisAdapter
import Screening
import TextInput

/// Everything that stage 1 does for a listing once its photo is decoded: text views, rules, both fingerprints in eight orientations against
/// their banks, and the seller's features from Redis meanwhile. Everything runs on one event loop, as a check does.
final class StageOneWork {
    static let usage = """
        one of
          stage1-bank KIND WORDS              fills a block bank with the file's fingerprints
          stage1-rules FILE                   takes this rule file
          stage1-redis HOST PORT              looks sellers up there
          stage1-run QUERIES64 QUERIES256 LISTINGS OUT
                                              a listing for every 8 queries of each kind; LISTINGS: titles and descriptions, a line each in turn;
                                              OUT gets nanoseconds a listing
        """
    private static let batch = 100_000

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private static let time = TimeSource(
        monotonicNow: { .now },
        wallNow: { UnixTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
    )
    private let banks = BankSet(time: time)
    private let loops: EventLoopGroup
    private let normaliser: TextNormaliser
    private var rules: RuleSet?
    private var features: RedisFeatureStore?

    init() throws {
        loops = try EventLoopGroup(threadCount: 1, name: "net")
        normaliser = try TextNormaliser()
    }

    func answer(_ words: [String]) async throws -> String {
        switch (words.first, words.count) {
        case ("stage1-bank", 3):
            guard let kind = FingerprintKind(rawValue: words[1]) else {
                throw Failure(description: Self.usage.replacingOccurrences(of: "\n", with: ";"))
            }
            return try load(kind, words[2])
        case ("stage1-rules", 2):
            let data = try Data(contentsOf: URL(filePath: words[1]))
            let normaliser = normaliser
            rules = try RuleSet(yaml: String(decoding: data, as: UTF8.self), name: "bench", digest: "-") { term, view in
                ViewName(rawValue: view).flatMap { normaliser.term(term, view: $0) }
            }
            return "rules=\(rules?.ruleCount ?? 0)"
        case ("stage1-redis", 3):
            guard let port = Int(words[2]) else {
                throw Failure(description: Self.usage.replacingOccurrences(of: "\n", with: ";"))
            }
            let client = RedisClient(RedisConfiguration(host: words[1], port: port), loop: loops.next())
            for _ in 0..<200 where !client.isConnected { try await Task.sleep(for: .milliseconds(10)) }
            guard client.isConnected else { throw Failure(description: "Redis does not answer") }
            features = RedisFeatureStore(client: client)
            return "connected=1"
        case ("stage1-run", 5):
            return try await withTaskExecutorPreference(loops.next()) {
                try await self.run(words[1], words[2], words[3], out: words[4])
            }
        default: throw Failure(description: Self.usage.replacingOccurrences(of: "\n", with: ";"))
        }
    }

    private func load(_ kind: FingerprintKind, _ path: String) throws -> String {
        let fingerprints = try BenchFiles.fingerprints(path, kind)
        let metadata = BankMetadata(
            name: kind.rawValue,
            kind: .block,
            fingerprintKind: kind,
            radius: kind == .phash64 ? 8 : 31,
            epoch: 1
        )
        var load = BankLoad(metadata, expectedCount: fingerprints.count)
        for start in stride(from: 0, to: fingerprints.count, by: Self.batch) {
            load.add(
                fingerprints[start..<min(start + Self.batch, fingerprints.count)].enumerated().map { offset, bits in
                    let fingerprint = kind == .phash64 ? Fingerprint(phash64: bits[0]) : Fingerprint(pdq256: bits)
                    return BankEntry(
                        id: "ph-\(start + offset)",
                        fingerprint: fingerprint.hexadecimal,
                        source: "bench",
                        reason: "offered before",
                        author: "bench",
                        created: UnixTime(milliseconds: 0)
                    )
                }
            )
        }
        banks.replace(by: load)
        let status = banks.statuses().first { $0.name == kind.rawValue }
        return
            "count=\(status?.entryCount ?? 0) rejected=\(status?.rejectedEntryCount ?? 0) resident=\(BenchFiles.residentByteCount())"
    }

    private func run(_ path64: String, _ path256: String, _ listingPath: String, out: String) async throws -> String {
        guard let rules, let features else { throw Failure(description: "stage1-rules and stage1-redis come first") }
        let phashes = try BenchFiles.fingerprints(path64, .phash64)
        let pdqs = try BenchFiles.fingerprints(path256, .pdq256)
        let lines = try String(contentsOfFile: listingPath, encoding: .utf8).split(separator: "\n").map(String.init)
        var times: [Int] = []
        var matchCount = 0
        var hitCount = 0
        var defaultedCount = 0
        for index in 0..<min(phashes.count, pdqs.count) / 8 {
            let range = index * 8..<index * 8 + 8
            let phash = phashes[range].map { Fingerprint(phash64: $0[0]) }
            let pdq = pdqs[range].map { Fingerprint(pdq256: $0) }
            let (title, description) = (lines[2 * index % lines.count], lines[(2 * index + 1) % lines.count])
            let begin = ScreeningBench.nanoseconds()
            async let seller = features.sellerFeatures(
                sellerID: "s\(index % 1_000)",
                deadline: .after(.milliseconds(50), from: .now)
            )
            let texts = [normaliser.normalise(title, field: .title), normaliser.normalise(description, field: .description)]
            hitCount += rules.matches(in: texts, now: Self.time.wallNow()).count
            for turned in [phash, pdq] {
                let photo = PhotoFingerprint(fingerprint: turned[0], isReliable: true, orientations: turned)
                matchCount += banks.matches(for: photo, photoIndex: 0).count
            }
            if case .found = await seller {} else { defaultedCount += 1 }
            times.append(ScreeningBench.nanoseconds() - begin)
        }
        try BenchFiles.write(times, to: out)
        return "listings=\(times.count) matches=\(matchCount) hits=\(hitCount) defaulted=\(defaultedCount)"
    }
}
