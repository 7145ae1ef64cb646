import ModerationCore
import RedisAdapter

/// One import under way: reads, checks, and puts batches into Redis, a few at a time.
///
/// What was put stays where the rest fails: the same file again gives the same entries.
struct BankImport {
    static let batchSize = 500
    /// Redis has the next batch while the last is on its way back; more would only fill its queue.
    static let batchesInFlight = 4

    private let store: RedisBankStore
    private let plan: ImportPlan
    private let intake: EntryIntake
    private var reader: EntryFileReader?
    private var batch: [BankEntry] = []
    /// Of the batch and of those in flight: batches overtake each other, so an entry that comes twice waits for its first.
    private var ids: Set<String> = []
    private var recordCount = 0
    private var inFlightCount = 0
    private var report = ImportReport()

    init(store: RedisBankStore, plan: ImportPlan, intake: EntryIntake) {
        self.store = store
        self.plan = plan
        self.intake = intake
        reader = plan.format.map { EntryFileReader(format: $0) }
    }

    private typealias Batches = TaskGroup<Result<(epoch: Int64, count: Int), RedisFailure>>

    mutating func run<Source: ImportSource>(_ source: inout Source) async throws(CurationFailure) -> ImportReport {
        let result = await withTaskGroup(of: Result<(epoch: Int64, count: Int), RedisFailure>.self) { group in
            do throws(CurationFailure) {
                while let part = try await source.next() { try await take(part, &group) }
                if var reader {
                    try await take(try lines { () throws(FormatFailure) in try reader.finish() }, &group)
                }
                try await flush(&group)
                try await drain(&group)
                return Result<ImportReport, CurationFailure>.success(report)
            } catch {
                // What is in flight counts as well.
                while let outcome = await group.next() { note(outcome) }
                return .failure(stopped(error))
            }
        }
        return try result.get()
    }

    private mutating func take(_ part: ImportPart, _ group: inout Batches) async throws(CurationFailure) {
        switch part {
        case .bytes(let bytes):
            guard var reader else { throw CurationFailure(.invalid, "chunk: format 'entries' takes entries") }
            let read = try lines { () throws(FormatFailure) in try reader.read(bytes) }
            self.reader = reader
            try await take(read, &group)
        case .records(let records):
            guard reader == nil else { throw CurationFailure(.invalid, "entries: a file's format takes chunks") }
            for record in records {
                recordCount += 1
                try await take(record, line: recordCount, &group)
            }
        }
    }

    private func lines(
        _ read: () throws(FormatFailure) -> [EntryFileReader.Line]
    ) throws(CurationFailure) -> [EntryFileReader.Line] {
        do throws(FormatFailure) { return try read() } catch { throw CurationFailure(.invalid, "\(error)") }
    }

    private mutating func take(_ lines: [EntryFileReader.Line], _ group: inout Batches) async throws(CurationFailure) {
        for line in lines {
            switch line {
            case .entry(let record, let line): try await take(record, line: line, &group)
            case .rejected(let rejected): report.reject(rejected)
            }
        }
    }

    private mutating func take(_ record: EntryRecord, line: Int, _ group: inout Batches) async throws(CurationFailure) {
        let entry: BankEntry
        do throws(RecordProblem) {
            entry = try intake.entry(record)
        } catch {
            return report.reject(RejectedLine(line: line, reason: error.reason))
        }
        if !plan.isDryRun, !ids.insert(entry.id).inserted {
            try await flush(&group)
            try await drain(&group)
            ids = [entry.id]
        }
        batch.append(entry)
        if batch.count == Self.batchSize { try await flush(&group) }
    }

    private mutating func flush(_ group: inout Batches) async throws(CurationFailure) {
        guard !batch.isEmpty else { return }
        let entries = batch
        batch.removeAll(keepingCapacity: true)
        guard !plan.isDryRun else {
            report.acceptedCount += entries.count
            return
        }
        while inFlightCount >= Self.batchesInFlight { try await awaitOne(&group) }
        inFlightCount += 1
        group.addTask { [store, bank = plan.bank] in
            do throws(RedisFailure) {
                return .success((try await store.put(entries, bank: bank), entries.count))
            } catch {
                return .failure(error)
            }
        }
        // Long files come in long runs of new ids: the set is begun anew rather than kept by batch.
        if ids.count >= Self.batchSize * 64 {
            try await drain(&group)
            ids.removeAll(keepingCapacity: true)
        }
    }

    private mutating func drain(_ group: inout Batches) async throws(CurationFailure) {
        while inFlightCount > 0 { try await awaitOne(&group) }
    }

    private mutating func awaitOne(_ group: inout Batches) async throws(CurationFailure) {
        guard let outcome = await group.next() else { return }
        if let failure = note(outcome) { throw CurationFailure(failure) }
    }

    @discardableResult
    private mutating func note(_ outcome: Result<(epoch: Int64, count: Int), RedisFailure>) -> RedisFailure? {
        inFlightCount -= 1
        switch outcome {
        case .success((let epoch, let count)):
            report.epoch = max(report.epoch, epoch)
            report.acceptedCount += count
            return nil
        case .failure(let failure): return failure
        }
    }

    private func stopped(_ failure: CurationFailure) -> CurationFailure {
        guard report.acceptedCount > 0 else { return failure }
        let said =
            "\(failure.description); \(report.acceptedCount) entries were added before, and the same file again changes nothing about them"
        return CurationFailure(failure.code, said)
    }
}
