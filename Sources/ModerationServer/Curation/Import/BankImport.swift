import ModerationCore
import RedisAdapter

/// One import under way: reads a file or entries, checks them, and hands them over in batches.
///
/// Pulled from, so that no more is read than Redis takes.
struct BankImport {
    private let plan: ImportPlan
    private let intake: EntryIntake
    private var reader: EntryFileReader?
    private var ready: [BankEntry] = []
    /// How much of ``ready`` was handed over.
    private var givenCount = 0
    private var recordCount = 0
    private var known = KnownIDs()
    private var isAtEnd = false
    private(set) var report = ImportReport()

    init(plan: ImportPlan, intake: EntryIntake) {
        self.plan = plan
        self.intake = intake
        reader = plan.format.map { EntryFileReader(format: $0) }
    }

    /// Puts everything that `source` has into the plan's bank. What was put stays where the rest fails: the same file again gives the same
    /// entries.
    mutating func run<Source: ImportSource>(
        _ source: inout Source,
        into store: RedisBankStore
    ) async throws(CurationFailure) -> ImportReport {
        if plan.isDryRun {
            while let batch = try await nextBatch(&source) { try await count(batch, store) }
            return report
        }
        var writtenCount = 0
        do {
            let written = try await store.put(
                bank: plan.bank,
                batches: { try await nextBatch(&source) },
                report: { writtenCount = $0 }
            )
            report.acceptedCount = written.entryCount - written.quarantinedCount
            report.quarantinedCount = written.quarantinedCount
            report.epoch = report.acceptedCount > 0 ? written.epoch : 0
            return report
        } catch {
            let failure =
                error as? CurationFailure ?? (error as? RedisFailure).map { CurationFailure($0) }
                ?? CurationFailure(.unavailable, "\(error)")
            guard writtenCount > 0 else { throw failure }
            throw CurationFailure(
                failure.code,
                "\(failure.description); \(writtenCount) entries were added before, which the same file again leaves as they are"
            )
        }
    }

    /// What putting the batch would do.
    private mutating func count(_ batch: [BankEntry], _ store: RedisBankStore) async throws(CurationFailure) {
        let held: [BankEntry]
        do throws(RedisFailure) { held = try await store.entries(ids: batch.map(\.id), bank: plan.bank) } catch {
            throw CurationFailure(error)
        }
        let quarantinedCount = held.count { $0.state == .quarantined }
        report.acceptedCount += batch.count - quarantinedCount
        report.quarantinedCount += quarantinedCount
    }

    /// `nil` at the end.
    private mutating func nextBatch<Source: ImportSource>(
        _ source: inout Source
    ) async throws(CurationFailure) -> [BankEntry]? {
        while ready.count - givenCount < BankBatch.importEntryCount, !isAtEnd {
            ready.removeFirst(givenCount)
            givenCount = 0
            if let part = try await source.next() {
                try take(part)
            } else {
                isAtEnd = true
                take(try lines { reader throws(FormatFailure) in try reader.finish() })
            }
        }
        let batch = ready[givenCount..<min(givenCount + BankBatch.importEntryCount, ready.count)]
        givenCount += batch.count
        return batch.isEmpty ? nil : Array(batch)
    }

    private mutating func take(_ part: ImportPart) throws(CurationFailure) {
        switch part {
        case .bytes(let bytes):
            guard reader != nil else { throw CurationFailure(.invalid, "chunk: format 'entries' takes entries") }
            take(try lines { reader throws(FormatFailure) in try reader.read(bytes) })
        case .records(let records):
            guard reader == nil else { throw CurationFailure(.invalid, "entries: a file's format takes chunks") }
            for record in records {
                recordCount += 1
                take(record, line: recordCount)
            }
        }
    }

    private mutating func lines(
        _ read: (inout EntryFileReader) throws(FormatFailure) -> [EntryFileReader.Line]
    ) throws(CurationFailure) -> [EntryFileReader.Line] {
        guard var reader = reader.take() else { return [] }
        do throws(FormatFailure) {
            let lines = try read(&reader)
            self.reader = reader
            return lines
        } catch {
            throw CurationFailure(.invalid, "\(error)")
        }
    }

    private mutating func take(_ lines: [EntryFileReader.Line]) {
        for line in lines {
            switch line {
            case .entry(let record, let line): take(record, line: line)
            case .rejected(let rejected): report.reject(rejected)
            }
        }
    }

    private mutating func take(_ record: EntryRecord, line: Int) {
        do throws(RecordProblem) {
            let entry = try intake.entry(record)
            if let earlier = known.insert(entry.id, line: line) {
                throw RecordProblem("\(record.id == nil ? "fingerprint: it" : "id: '\(entry.id)'") is on line \(earlier) already")
            }
            ready.append(entry)
        } catch {
            report.reject(RejectedLine(line: line, reason: error.reason))
        }
    }
}
