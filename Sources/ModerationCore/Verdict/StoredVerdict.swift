/// A verdict and the JSON that the decision store wrote for it, for whoever keeps it too: encoding takes longer than sending.
public struct StoredVerdict: Sendable, Equatable {
    public let verdict: Verdict
    /// Decodes to ``verdict``; a number that is not finite is spelt `inf`, `-inf` or `nan`.
    public let json: String

    public init(_ verdict: Verdict, json: String) {
        self.verdict = verdict
        self.json = json
    }
}
