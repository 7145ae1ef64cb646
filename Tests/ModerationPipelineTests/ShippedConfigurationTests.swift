import Deciding
import Foundation
import ModerationCore
import ModerationTesting
import Screening
import TestSupport
import Testing
import TextInput

/// The rules and the policy that the project ships, together, while the models find nothing.
@Suite struct ShippedConfigurationTests {
    /// Compiling the rules takes long: once for all cases.
    private static let rules = Result {
        let config = Repository.root.appending(path: "config")
        let normaliser = try TextNormaliser()
        return try RuleSet(
            yaml: String(contentsOf: config.appending(path: "rules.yaml"), encoding: .utf8),
            name: "rules.yaml",
            digest: "test"
        ) { term, view in ViewName(rawValue: view).flatMap { normaliser.term(term, view: $0) } }
    }

    private func fixture() throws -> PipelineFixture {
        let policy = try Policy.parse(
            yaml: String(contentsOf: Repository.root.appending(path: "config/policy.yaml"), encoding: .utf8),
            digest: "test"
        )
        return try PipelineFixture(
            ruleSet: Self.rules.get(),
            policy: policy,
            distribution: { _ in FakeInferenceBackend.firearm(0.01) }
        )
    }

    @Test(arguments: [
        ("Oak dining table, seats six", Decision.allow), ("Cordless hot glue gun with 20 sticks", .allow),
        ("Nerf blaster with foam darts", .allow), ("Water pistol for kids", .allow),
        ("Airsoft rifle M4, 6mm BB, orange tip", .allowTagged), ("Paintball marker with mask", .allowTagged),
        ("G.L.0.C.K 19", .review), ("Glock 19 gen 5, 9mm pistol", .block), ("Ghost gun kit, no FFL needed", .block),
    ])
    func check_title_isDecidedByStageOne(title: String, decision: Decision) async throws {
        let verdict = try await fixture().check(.fixture(title: title))
        #expect(verdict.decision == decision, "\(verdict.reasons.map(\.detail))")
        if decision == .allowTagged { #expect(!verdict.tags.isEmpty) }
        if decision == .block { #expect(verdict.stages.first { $0.stage == .scoring }?.status == .skipped) }
    }
}
