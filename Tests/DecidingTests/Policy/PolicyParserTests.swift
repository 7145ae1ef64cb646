import Deciding
import Foundation
import ModerationCore
import TestSupport
import Testing

@Suite struct PolicyParserTests {
    private static let minimal = """
        name: small
        thresholds:
          firearm: { review: 0.4, block: 0.9 }
          firearm_part: { review: 0.4, block: 0.9 }
          ammunition: { review: 0.4, block: 0.9 }
          realistic_replica: { review: 0.5, block: 1 }
          airsoft: { tag: 0.5 }
          paintball: { tag: 0.5 }

        """

    private func parseError(_ yaml: String) -> PolicyError? {
        do throws(PolicyError) {
            _ = try Policy.parse(yaml: yaml, digest: "d")
            return nil
        } catch {
            return error
        }
    }

    private func committed() throws -> String {
        try String(contentsOf: Repository.root.appending(path: "config/policy.yaml"), encoding: .utf8)
    }

    @Test func parse_theCommittedPolicy_readsEveryRule() throws {
        let policy = try Policy.parse(yaml: committed(), digest: "0123456789abcdef0123")
        #expect(policy.version == "default@0123456789ab")
        #expect(policy.thresholds.classes[.firearm] == ClassThreshold(review: 0.4, block: 0.995))
        #expect(policy.thresholds.classes[.paintball] == ClassThreshold(tag: 0.5))
        #expect(policy.thresholds.violation == ClassThreshold(review: 0.5, block: 0.995))
        #expect(policy.categories.map(\.match) == ["hunting", "toy"])
        #expect(policy.hashes == Policy.HashActions(block: .block, review: .review))
        #expect(policy.keywords.reviewWeight == 0.7)
        #expect(policy.rungs[.textOnly] == Policy.RungRule(confidence: 0.9, unscoredPhotosCase: .high))
        #expect(Set(policy.failOpen.keys) == Set(ScoringFailure.allCases))
        #expect(policy.failOpen.values.allSatisfy { $0 == Policy.FailOpenRule(decision: .allow, casePriority: .high) })
        #expect(policy.bankStaleAfterMilliseconds == 1_000)
    }

    @Test func parse_theMinimalPolicy_usesTheContractsDefaults() throws {
        let policy = try Policy.parse(yaml: Self.minimal, digest: "")
        #expect(policy.version == "small")
        let outcome = Make.outcome(Make.evidence(scoring: Make.failed(.unavailable)), policy: policy)
        #expect(outcome.decision == .allow && outcome.casePriority == .high && outcome.failedOpen)
    }

    @Test(arguments: [
        ("", ""), ("[1, 2]", ""), ("a: [", ""), ("name: x", "thresholds"), ("thresholds: {}", "name"),
        (minimal + "colour: red", "colour"), (minimal + "hashes: { blok: BLOCK }", "hashes.blok"),
        (minimal + "hashes: { block: DESTROY }", "hashes.block"),
        (minimal + "hashes: { review: ALLOW_TAGGED }", "hashes.review"), (minimal + "hashes: 7", "hashes"),
        (minimal + "keywords: { review_weight: -1 }", "keywords.review_weight"),
        (minimal + "keywords: { review_weight: heavy }", "keywords.review_weight"),
        (minimal + "rungs: { half: {} }", "rungs.half"),
        (minimal + "rungs: { full: { confidence: 1.5 } }", "rungs.full.confidence"),
        (minimal + "rungs: { full: { confidence: .nan } }", "rungs.full.confidence"),
        (minimal + "rungs: { text_only: { unscored_photos_case: maybe } }", "rungs.text_only.unscored_photos_case"),
        (minimal + "fail_open: { unavailable: { decision: BLOCK } }", "fail_open.unavailable.decision"),
        (minimal + "fail_open: { unavailable: { case: none } }", "fail_open.unavailable.case"),
        (minimal + "fail_open: { tired: {} }", "fail_open.tired"),
        (minimal + "bank_stale_after_seconds: 0", "bank_stale_after_seconds"),
        (minimal + "categories: { match: x }", "categories"),
        (minimal + "categories: [ { thresholds: {} } ]", "categories[0].match"),
        (minimal + "categories: [ { match: x } ]", "categories[0].thresholds"),
        (minimal + "categories: [ { match: x, thresholds: { toy: { review: 1 } } } ]", "categories[0].thresholds.toy"),
        (
            minimal + "categories: [ { match: x, thresholds: { firearm: { review: 0.95 } } } ]",
            "categories[0].thresholds.firearm.review"
        ),
        (minimal.replacing("firearm: { review: 0.4,", with: "firearm: { review: 0.95,"), "thresholds.firearm.review"),
        (minimal.replacing("airsoft: { tag: 0.5 }", with: "airsoft: { review: 0.5 }"), "thresholds.airsoft.review"),
        (minimal.replacing("  paintball: { tag: 0.5 }\n", with: ""), "thresholds.paintball.tag"),
        (
            minimal.replacing("ammunition: { review: 0.4, block: 0.9 }", with: "ammunition: { review: 0.4 }"),
            "thresholds.ammunition.block"
        ),
        (minimal.replacing("block: 1 }", with: "block: 2 }"), "thresholds.realistic_replica.block"),
    ])
    func parse_whenAKeyIsWrong_namesIt(yaml: String, key: String) throws {
        let error = try #require(parseError(yaml))
        #expect(error.key == key)
        #expect(!error.problem.isEmpty)
    }

    @Test func parse_aKeyGivenTwice_isRefused() {
        #expect(parseError(Self.minimal + "name: again\n") != nil)
    }

    @Test func parse_mutatedPolicies_neverTrap() throws {
        let original = Array(try committed().utf8)
        var random = SeededRandom(seed: 11)
        for _ in 0..<1_500 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(Array("{}[]:-&*!|>'\"#% \n".utf8).randomElement(using: &random) ?? 0, at: index)
                }
            }
            if let policy = try? Policy.parse(yaml: String(decoding: bytes, as: UTF8.self), digest: "d") {
                #expect(policy.thresholds.classes.values.allSatisfy { ($0.review ?? 0) <= ($0.block ?? 1) })
            }
        }
    }
}
