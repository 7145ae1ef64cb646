import ModerationAPI
import ModerationCore

extension HolsterV1.Verdict {
    /// The verdict as the wire carries it.
    package init(_ verdict: Verdict) {
        self.init()
        requestID = verdict.requestID
        listingID = verdict.listingID
        decision = HolsterV1.Decision(verdict.decision)
        tags = verdict.tags.map(HolsterV1.ContentClass.init)
        if let values = verdict.probabilities {
            probabilities = ContentClass.allCases.map { each in
                var entry = HolsterV1.ClassProbability()
                entry.contentClass = HolsterV1.ContentClass(each)
                entry.probability = Double(values[each])
                return entry
            }
        }
        violationProbability = verdict.violationProbability
        photoIndex = verdict.photoIndex.flatMap(UInt32.init(exactly:))
        reasons = verdict.reasons.map(HolsterV1.Reason.init)
        annotations = verdict.annotations.map { each in
            var annotation = HolsterV1.Annotation()
            annotation.code = each.code.rawValue
            annotation.detail = each.detail
            return annotation
        }
        rung = verdict.rung?.rawValue ?? ""
        stages = verdict.stages.map(HolsterV1.StageRecord.init)
        versions = HolsterV1.VersionVector(verdict.versions)
        failedOpen = verdict.failedOpen
        replayed = verdict.isReplayed
        dryRun = verdict.isDryRun
        caseID = verdict.caseID ?? ""
        decidedAtUnixMs = verdict.decidedAt.milliseconds
    }
}

extension HolsterV1.Decision {
    package init(_ decision: Decision) {
        self =
            switch decision {
            case .allow: .allow
            case .allowTagged: .allowTagged
            case .review: .review
            case .block: .block
            }
    }
}

extension HolsterV1.ContentClass {
    /// The wire's number is the tensor's index plus one: zero means "not said".
    package init(_ contentClass: ContentClass) { self.init(rawValue: Int32(contentClass.rawValue) + 1) }
}

extension HolsterV1.StageRecord {
    package init(_ record: StageRecord) {
        self.init()
        stage = record.stage.rawValue
        status = record.status.rawValue
        microseconds = record.microseconds
        detail = record.detail
    }
}

extension HolsterV1.VersionVector {
    package init(_ vector: VersionVector) {
        self.init()
        normaliser = vector.normaliser
        pixelMode = vector.pixelMode
        rules = vector.rules
        bankEpochs = .init(vector.bankEpochs)
        tokenizer = vector.tokenizer
        policy = vector.policy
        build = vector.build
        var models = HolsterV1.ModelVersions()
        models.clipImage = vector.models.clipImage
        models.distilbert = vector.models.distilbert
        models.fusion = vector.models.fusion
        models.ensemble = vector.models.ensemble
        self.models = models
    }
}
