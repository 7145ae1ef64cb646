import ModerationCore
import RedisAdapter

extension RedisBankCuration {
    package func entries(
        bank name: String,
        matching filter: EntryFilter,
        _ body: ([BankEntry]) async throws(CurationFailure) -> Void
    ) async throws(CurationFailure) -> Int {
        var left = filter.limit ?? .max
        return try await eachBatch(of: name) { batch throws(CurationFailure) in
            let wanted = batch.filter(filter.includes).prefix(left)
            left -= wanted.count
            if !wanted.isEmpty { try await body(Array(wanted)) }
            return left > 0
        }
    }

    package func importEntries<Source: ImportSource>(
        from source: inout Source,
        _ plan: ImportPlan
    ) async throws(CurationFailure) -> ImportReport {
        if !plan.terms.reason.isEmpty { try TextLimit.checkReason(plan.terms.reason) }
        try checkExpiry(plan.terms.expires)
        let metadata = try await bank(plan.bank)
        guard plan.format != .pdq || metadata.fingerprintKind == .pdq256 else {
            throw CurationFailure(
                .precondition,
                "format: pdq is for banks of pdq256, \(plan.bank) is of \(metadata.fingerprintKind.rawValue)"
            )
        }
        let intake = EntryIntake(
            fingerprintKind: metadata.fingerprintKind,
            terms: plan.terms,
            author: author,
            keepsAuthors: plan.keepsAuthors,
            now: parts.time.wallNow()
        )
        var run = BankImport(plan: plan, intake: intake)
        let report: ImportReport
        do throws(CurationFailure) {
            report = try await run.run(&source, into: parts.store)
        } catch {
            parts.log("bank \(plan.bank): an import by \(author) broke off: \(error)")
            throw error
        }
        if !plan.isDryRun {
            let kept = plan.keepsAuthors ? ", authors as in the file" : ""
            let quarantined = report.quarantinedCount > 0 ? ", \(report.quarantinedCount) stay quarantined" : ""
            let counts =
                "\(report.acceptedCount) entries imported by \(author)\(kept)\(quarantined), \(report.rejectedCount) rejected"
            parts.log("bank \(plan.bank): \(counts), epoch \(report.epoch): \(plan.terms.reason)")
        }
        return report
    }

    package func exportEntries(
        bank name: String,
        format: EntryFormat,
        states: Set<BankEntry.State>,
        _ body: (ExportPiece) async throws(CurationFailure) -> Void
    ) async throws(CurationFailure) {
        let metadata = try await bank(name)
        guard format != .pdq || metadata.fingerprintKind == .pdq256 else {
            throw CurationFailure(
                .precondition,
                "format: pdq is for banks of pdq256, \(name) is of \(metadata.fingerprintKind.rawValue)"
            )
        }
        // The text form says nothing of state and expiry: what no longer acts would come back to life.
        let onlyLive = format == .pdq && states.isEmpty
        let now = parts.time.wallNow()
        var writer = EntryFileWriter(format: format)
        var (entryCount, leftOutCount) = (0, 0)
        try await body(ExportPiece(bytes: writer.write([])[...], entryCount: 0, leftOutCount: 0))
        _ = try await eachBatch(of: name) { batch throws(CurationFailure) in
            let wanted = batch.filter { entry in
                if onlyLive { return entry.state == .live && entry.expires.map { $0 > now } ?? true }
                return states.isEmpty || states.contains(entry.state)
            }
            entryCount += wanted.count
            leftOutCount += batch.count - wanted.count
            try await body(
                ExportPiece(bytes: writer.write(wanted)[...], entryCount: entryCount, leftOutCount: leftOutCount)
            )
            return true
        }
        parts.log("bank \(name): \(entryCount) entries exported by \(author) as \(format.rawValue)")
    }

    package func statistics(bank name: String?) async throws(CurationFailure) -> [BankSummary] {
        let banks = if let name { [try await bank(name)] } else { try await banks() }
        let now = parts.time.wallNow()
        var all: [BankSummary] = []
        for metadata in banks {
            var statistics = BankSummary(bank: metadata)
            statistics.malformedCount = try await eachBatch(of: metadata.name) { batch throws(CurationFailure) in
                for entry in batch { statistics.count(entry, now: now) }
                return true
            }
            statistics.memory = parts.memory(metadata.name)
            all.append(statistics)
        }
        return all
    }

    /// Hands batches over until `body` returns false; returns how many values were no entries.
    func eachBatch(
        of name: String,
        _ body: ([BankEntry]) async throws(CurationFailure) -> Bool
    ) async throws(CurationFailure) -> Int {
        _ = try await bank(name)
        var stopped: CurationFailure?
        var isEnough = false
        do throws(RedisFailure) {
            return try await parts.store.entries(bank: name) { batch throws(RedisFailure) in
                do throws(CurationFailure) {
                    isEnough = try await !body(batch)
                } catch {
                    stopped = error
                }
                // There is no other way out of the walk.
                if isEnough || stopped != nil { throw .invalid("enough") }
            }
        } catch {
            if let stopped { throw stopped }
            if isEnough { return 0 }
            throw CurationFailure(error)
        }
    }
}
