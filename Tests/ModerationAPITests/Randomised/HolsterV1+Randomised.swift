import ModerationAPI
import ProtobufTesting

extension HolsterV1.CheckRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        requestID = random.string()
        listingID = random.string()
        title = random.string()
        description = random.string()
        language = random.string()
        category = random.string()
        region = random.string()
        price = random.optional { $0.message() }
        sellerID = random.string()
        photos = random.list { $0.message() }
        dryRun = random.bool()
    }
}

extension HolsterV1.Price: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        amountMicros = random.int64()
        currency = random.string()
    }
}

extension HolsterV1.Photo: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        source = random.oneOf({ .content($0.bytes()) }, { .url($0.string()) })
    }
}

extension HolsterV1.Verdict: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        requestID = random.string()
        listingID = random.string()
        decision = random.enumeration()
        tags = random.list { $0.enumeration() }
        probabilities = random.list { $0.message() }
        violationProbability = random.optional { $0.double() }
        photoIndex = random.optional { $0.uint32() }
        reasons = random.list { $0.message() }
        annotations = random.list { $0.message() }
        rung = random.string()
        stages = random.list { $0.message() }
        versions = random.optional { $0.message() }
        failedOpen = random.bool()
        replayed = random.bool()
        dryRun = random.bool()
        caseID = random.string()
        decidedAtUnixMs = random.int64()
    }
}

extension HolsterV1.ClassProbability: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        contentClass = random.enumeration()
        probability = random.double()
    }
}

extension HolsterV1.Reason: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        code = random.string()
        detail = random.string()
        contentClass = random.enumeration()
        probability = random.optional { $0.double() }
        photoIndex = random.optional { $0.uint32() }
        rule = random.optional { $0.message() }
        fingerprint = random.optional { $0.message() }
    }
}

extension HolsterV1.RuleMatch: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        ruleID = random.string()
        contentClass = random.enumeration()
        action = random.string()
        weight = random.double()
        field = random.string()
        start = random.uint32()
        end = random.uint32()
        text = random.string()
        view = random.string()
        shadow = random.bool()
    }
}

extension HolsterV1.FingerprintMatch: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        bank = random.string()
        bankKind = random.string()
        entryID = random.string()
        distance = random.uint32()
        orientation = random.string()
        photoIndex = random.uint32()
        reason = random.string()
        state = random.string()
    }
}

extension HolsterV1.Annotation: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        code = random.string()
        detail = random.string()
    }
}

extension HolsterV1.StageRecord: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        stage = random.string()
        status = random.string()
        microseconds = random.int64()
        detail = random.string()
    }
}

extension HolsterV1.VersionVector: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        normaliser = random.string()
        pixelMode = random.string()
        rules = random.string()
        bankEpochs = random.map { $0.int64() }
        tokenizer = random.string()
        models = random.optional { $0.message() }
        policy = random.string()
        build = random.string()
    }
}

extension HolsterV1.ModelVersions: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        clipImage = random.optional { $0.int64() }
        distilbert = random.optional { $0.int64() }
        fusion = random.optional { $0.int64() }
        ensemble = random.optional { $0.string() }
    }
}

extension HolsterV1.CheckStreamResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        requestID = random.string()
        outcome = random.oneOf({ .verdict($0.message()) }, { .failure($0.message()) })
    }
}

extension HolsterV1.CheckFailure: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        code = random.int32()
        message = random.string()
    }
}
