/// What a model of the stand-in has done.
public struct StandInCount: Sendable, Equatable {
    public var requestCount = 0
    public var refusedCount = 0
    public var batchCount = 0
    public var rowCount = 0
    /// Over all instances.
    public var busy = Duration.zero

    public var meanBatchSize: Double { batchCount == 0 ? 0 : Double(rowCount) / Double(batchCount) }

    mutating func add(batchOf rowCount: Int, _ time: Duration) {
        batchCount += 1
        self.rowCount += rowCount
        busy += time
    }
}
