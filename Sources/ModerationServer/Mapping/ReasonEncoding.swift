import ModerationAPI
import ModerationCore

extension HolsterV1.Reason {
    package init(_ reason: Reason) {
        self.init()
        code = reason.code.rawValue
        detail = reason.detail
        if let contentClass = reason.contentClass { self.contentClass = HolsterV1.ContentClass(contentClass) }
        probability = reason.probability
        photoIndex = reason.photoIndex.flatMap(UInt32.init(exactly:))
        rule = reason.rule.map(HolsterV1.RuleMatch.init)
        fingerprint = reason.fingerprint.map(HolsterV1.FingerprintMatch.init)
    }
}

extension HolsterV1.RuleMatch {
    package init(_ match: RuleMatch) {
        self.init()
        ruleID = match.ruleID
        contentClass = HolsterV1.ContentClass(match.contentClass)
        action = match.action.rawValue
        weight = match.weight
        field = match.field.rawValue
        start = UInt32(clamping: match.start)
        end = UInt32(clamping: match.end)
        text = match.text
        view = match.view
        shadow = match.isShadow
    }
}

extension HolsterV1.FingerprintMatch {
    package init(_ match: FingerprintMatch) {
        self.init()
        bank = match.bank
        bankKind = match.bankKind.rawValue
        entryID = match.entryID
        distance = UInt32(clamping: match.distance)
        orientation = match.orientation.rawValue
        photoIndex = UInt32(clamping: match.photoIndex)
        reason = match.reason
        state = match.state.rawValue
    }
}
