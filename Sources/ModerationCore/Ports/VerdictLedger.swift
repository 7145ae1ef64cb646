/// What became of the attempt to claim a request id.
public enum RequestClaim: Sendable, Equatable {
    /// This orchestrator decides.
    case claimed
    /// Decided before, same content: give this verdict again.
    case decided(Verdict)
    /// The id was used for other content.
    case contentDiffers
    /// Another orchestrator holds the claim and has not decided before the deadline.
    case pending
    /// The ledger is away: decide without it, and say so.
    case unchecked
}

/// One decision a request id, over all orchestrators (`holster:verdict:REQUEST_ID`).
public protocol VerdictLedger: Sendable {
    /// `contentDigest` is the SHA-256 (hexadecimal) of everything in the request but its id and deadline.
    func claim(requestID: String, contentDigest: String, deadline: Deadline) async -> RequestClaim
    /// Keeps the verdict for replays. Best effort: the decision store is what must not forget.
    func fulfil(requestID: String, contentDigest: String, verdict: StoredVerdict, deadline: Deadline) async
    /// Gives a claim back when no decision came of it.
    func abandon(requestID: String, contentDigest: String) async
}
