import ModerationCore

/// Measures one stage.
struct StageTimer {
    let stage: Stage
    private let time: TimeSource
    private let start: ContinuousClock.Instant

    init(_ stage: Stage, time: TimeSource) {
        self.stage = stage
        self.time = time
        start = time.monotonicNow()
    }

    func record(_ status: StageStatus = .ran, _ detail: String = "") -> StageRecord {
        StageRecord(
            stage: stage,
            status: status,
            microseconds: start.duration(to: time.monotonicNow()).wholeMicroseconds,
            detail: detail
        )
    }

    static func skipped(_ stage: Stage, _ detail: String) -> StageRecord {
        StageRecord(stage: stage, status: .skipped, microseconds: 0, detail: detail)
    }
}
