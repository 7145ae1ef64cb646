import ModerationAPI

/// A verdict as `holster check --json` prints it: the message's fields by their proto names, absent ones left out.
struct VerdictDocument: Encodable {
    struct ReasonDocument: Encodable {
        let code: String
        let detail: String
        let content_class: String?
        let probability: Double?
        let photo_index: UInt32?
        let rule: RuleDocument?
        let fingerprint: FingerprintDocument?
    }

    struct RuleDocument: Encodable {
        let rule_id, field, text, view, action: String
        let start, end: UInt32
    }

    struct FingerprintDocument: Encodable {
        let bank, entry_id, orientation: String
        let distance, photo_index: UInt32
    }

    struct StageDocument: Encodable {
        let stage, status, detail: String
        let microseconds: Int64
    }

    struct VersionsDocument: Encodable {
        let normaliser, pixel_mode, rules, tokenizer, policy, build: String
        let bank_epochs: [String: Int64]
        let clip_image, distilbert, fusion: Int64?
        let ensemble: String?
    }

    let request_id, listing_id, decision, rung, case_id: String
    let tags: [String]
    let probabilities: [String: Double]
    let violation_probability: Double?
    let photo_index: UInt32?
    let reasons: [ReasonDocument]
    let annotations: [[String: String]]
    let stages: [StageDocument]
    let versions: VersionsDocument?
    let failed_open, replayed, dry_run: Bool
    let decided_at_unix_ms: Int64

    init(_ verdict: HolsterV1.Verdict) {
        request_id = verdict.requestID
        listing_id = verdict.listingID
        decision = verdict.decision.description
        rung = verdict.rung
        case_id = verdict.caseID
        tags = verdict.tags.map(\.description)
        probabilities = Dictionary(verdict.probabilities.map { ($0.contentClass.description, $0.probability) }) { first, _ in
            first
        }
        violation_probability = verdict.violationProbability
        photo_index = verdict.photoIndex
        reasons = verdict.reasons.map(ReasonDocument.init)
        annotations = verdict.annotations.map { ["code": $0.code, "detail": $0.detail] }
        stages = verdict.stages.map {
            StageDocument(stage: $0.stage, status: $0.status, detail: $0.detail, microseconds: $0.microseconds)
        }
        versions = verdict.versions.map(VersionsDocument.init)
        failed_open = verdict.failedOpen
        replayed = verdict.replayed
        dry_run = verdict.dryRun
        decided_at_unix_ms = verdict.decidedAtUnixMs
    }
}

extension VerdictDocument.ReasonDocument {
    init(_ reason: HolsterV1.Reason) {
        code = reason.code
        detail = reason.detail
        content_class = reason.contentClass == .unspecified ? nil : reason.contentClass.description
        probability = reason.probability
        photo_index = reason.photoIndex
        rule = reason.rule.map {
            .init(
                rule_id: $0.ruleID,
                field: $0.field,
                text: $0.text,
                view: $0.view,
                action: $0.action,
                start: $0.start,
                end: $0.end
            )
        }
        fingerprint = reason.fingerprint.map {
            .init(
                bank: $0.bank,
                entry_id: $0.entryID,
                orientation: $0.orientation,
                distance: $0.distance,
                photo_index: $0.photoIndex
            )
        }
    }
}

extension VerdictDocument.VersionsDocument {
    init(_ vector: HolsterV1.VersionVector) {
        normaliser = vector.normaliser
        pixel_mode = vector.pixelMode
        rules = vector.rules
        tokenizer = vector.tokenizer
        policy = vector.policy
        build = vector.build
        bank_epochs = Dictionary(vector.bankEpochs.entries.map { ($0.key, $0.value) }) { _, last in last }
        clip_image = vector.models?.clipImage
        distilbert = vector.models?.distilbert
        fusion = vector.models?.fusion
        ensemble = vector.models?.ensemble
    }
}
