/// The steps of one check, in the order a listing passes them.
public enum Stage: String, Sendable, Codable, CaseIterable {
    case claim
    case text
    case media
    case features
    case rules
    case banks
    case scoring
    case deciding
    case recording
}

public enum StageStatus: String, Sendable, Codable, CaseIterable {
    case ran
    case skipped
    case timedOut = "timed_out"
    case failed
}

/// What one stage did and how long it took.
public struct StageRecord: Sendable, Equatable, Codable {
    public var stage: Stage
    public var status: StageStatus
    public var microseconds: Int64
    public var detail: String

    public init(stage: Stage, status: StageStatus, microseconds: Int64, detail: String = "") {
        self.stage = stage
        self.status = status
        self.microseconds = microseconds
        self.detail = detail
    }
}
