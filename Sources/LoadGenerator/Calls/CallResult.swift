package import GRPCTransport
package import ModerationAPI

/// What became of one call.
package struct CallResult: Sendable {
    /// What a verdict says that a load test is about.
    package struct Answer: Sendable {
        package var decision = ""
        package var rung = ""
        /// Version of the fusion model; `none` when nothing was scored.
        package var fusion = ""
        package var caseID = ""
        package var failedOpen = false
        package var replayed = false
        /// What each stage took, in microseconds.
        package var stages: [(name: String, microseconds: Int64)] = []

        package init() {}
    }

    package var requestID = ""
    package var status: GRPCStatusCode
    package var message = ""
    /// Servers that were asked.
    package var attemptCount = 1
    /// `nil` without a verdict: the call failed, or was none for one.
    package var answer: Answer?

    package init(status: GRPCStatusCode = .ok, message: String = "", answer: Answer? = nil) {
        (self.status, self.message, self.answer) = (status, message, answer)
    }

    package init(_ status: GRPCStatus) { self.init(status: status.code, message: status.message) }

    package init(_ verdict: HolsterV1.Verdict) {
        var answer = Answer()
        answer.decision = verdict.decision.description
        answer.rung = verdict.rung.isEmpty ? "none" : verdict.rung
        answer.fusion = verdict.versions?.models?.fusion.map(String.init) ?? "none"
        answer.caseID = verdict.caseID
        answer.failedOpen = verdict.failedOpen
        answer.replayed = verdict.replayed
        answer.stages = verdict.stages.map { ($0.stage, $0.microseconds) }
        self.init(answer: answer)
    }
}
