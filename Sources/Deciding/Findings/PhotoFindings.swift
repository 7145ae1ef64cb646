import ModerationCore

/// What the banks say of each photo, and which photos nobody could look at.
enum PhotoFindings {
    /// A live match of an allow bank cancels the block and review matches of the same photo, and of no other. What is not live is told and does
    /// nothing.
    static func fromBanks(_ matches: [FingerprintMatch], policy: Policy) -> [Finding] {
        let live = matches.filter { $0.state == .live }
        return fromLive(live, policy: policy) + matches.filter { $0.state != .live }.map(fromIdle)
    }

    private static func fromIdle(_ match: FingerprintMatch) -> Finding {
        let why = match.state == .quarantined ? "quarantined" : "on trial"
        return finding(.allow, .shadowMatch, "\(why), without effect: \(place(of: match))", match)
    }

    private static func place(of match: FingerprintMatch) -> String {
        let turned = match.orientation == .upright ? "" : " (\(match.orientation.rawValue))"
        return "photo \(match.photoIndex)\(turned): entry '\(match.entryID)' of bank '\(match.bank)', distance \(match.distance)"
    }

    private static func fromLive(_ matches: [FingerprintMatch], policy: Policy) -> [Finding] {
        let knownGood = Set(matches.lazy.filter { $0.bankKind == .allow }.map(\.photoIndex))
        return matches.compactMap { match in
            let place = Self.place(of: match)
            switch match.bankKind {
            case .allow:
                let overruled = matches.count { $0.photoIndex == match.photoIndex && $0.bankKind != .allow }
                let note = overruled > 0 ? ", overrules \(overruled) other match\(overruled == 1 ? "" : "es")" : ""
                return finding(.allow, .knownGoodPhoto, "known good, \(place)\(note)", match)
            case .block, .review:
                if knownGood.contains(match.photoIndex) { return nil }
                let isBlock = match.bankKind == .block
                let decision = isBlock ? policy.hashes.block : policy.hashes.review
                return finding(decision, .knownBadPhoto, "\(isBlock ? "known bad" : "to be reviewed"), \(place)", match)
            }
        }
    }

    static func fromUnreadable(_ photos: [UnreadablePhoto]) -> [Finding] {
        photos.map { photo in
            let detail = "photo \(photo.photoIndex) could not be looked at: \(photo.problem)"
            return Finding(.review, Reason(code: .photoUnreadable, detail: detail, photoIndex: photo.photoIndex))
        }
    }

    private static func finding(
        _ decision: Decision,
        _ code: ReasonCode,
        _ detail: String,
        _ match: FingerprintMatch
    ) -> Finding {
        Finding(decision, Reason(code: code, detail: detail, photoIndex: match.photoIndex, fingerprint: match))
    }
}
