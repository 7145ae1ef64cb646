import GRPCTransport
import ModerationAPI
import ModerationCore

extension RemoteBankCuration {
    package func entries(
        bank: String,
        matching filter: EntryFilter,
        _ body: ([BankEntry]) async throws(CurationFailure) -> Void
    ) async throws(CurationFailure) -> Int {
        var request = HolsterV1.ListEntriesRequest()
        request.bank = bank
        request.states = filter.states.map(\.rawValue).sorted()
        request.author = filter.author ?? ""
        request.limit = UInt32(clamping: filter.limit ?? 0)
        let sent = request
        let responses = try await call { () throws(GRPCStatus) in try await client.listEntries(sent) }
        var malformedCount = 0
        var iterator = responses.makeAsyncIterator()
        while let response = try await next(&iterator) {
            var entries: [BankEntry] = []
            for entry in response.entries { entries.append(try BankEntry(entry)) }
            if !entries.isEmpty { try await body(entries) }
            malformedCount = max(malformedCount, Int(response.malformedCount))
        }
        return malformedCount
    }

    package func importEntries<Source: ImportSource>(
        from source: inout Source,
        _ plan: ImportPlan
    ) async throws(CurationFailure) -> ImportReport {
        let call = try open()
        do throws(GRPCStatus) {
            try await call.send(HolsterV1.ImportRequest(start: HolsterV1.ImportStart(plan)))
        } catch {
            throw CurationFailure(error)
        }
        while true {
            let part: ImportPart?
            do throws(CurationFailure) {
                part = try await source.next()
            } catch {
                call.cancel()
                throw error
            }
            guard let part else { break }
            do throws(GRPCStatus) {
                try await call.send(HolsterV1.ImportRequest(part))
            } catch {
                // The server ended the call: its answer says why.
                break
            }
        }
        do throws(GRPCStatus) {
            return ImportReport(try await call.finish())
        } catch {
            throw CurationFailure(error)
        }
    }

    private func open() throws(CurationFailure) -> ClientStreamingCall<HolsterV1.ImportRequest, HolsterV1.ImportResponse> {
        do throws(GRPCStatus) { return try client.importEntries() } catch { throw CurationFailure(error) }
    }

    package func exportEntries(
        bank: String,
        format: EntryFormat,
        states: Set<BankEntry.State>,
        _ body: (ExportPiece) async throws(CurationFailure) -> Void
    ) async throws(CurationFailure) {
        var request = HolsterV1.ExportRequest()
        request.bank = bank
        request.format = format.rawValue
        request.states = states.map(\.rawValue).sorted()
        let sent = request
        let responses = try await call { () throws(GRPCStatus) in try await client.export(sent) }
        var iterator = responses.makeAsyncIterator()
        while let response = try await next(&iterator) {
            let counts = (Int(clamping: response.entryCount), Int(clamping: response.leftOutCount))
            try await body(ExportPiece(bytes: response.chunk, entryCount: counts.0, leftOutCount: counts.1))
        }
    }

    package func statistics(bank: String?) async throws(CurationFailure) -> [BankSummary] {
        var request = HolsterV1.StatsRequest()
        request.bank = bank ?? ""
        let sent = request
        let response = try await call { () throws(GRPCStatus) in try await client.stats(sent) }
        var all: [BankSummary] = []
        for each in response.banks { all.append(try BankSummary(each)) }
        return all
    }

    package func explain(
        photo content: ArraySlice<UInt8>,
        bank: String?,
        limit: Int
    ) async throws(CurationFailure) -> PhotoExplanation {
        var request = HolsterV1.ExplainPhotoRequest()
        request.content = content
        request.bank = bank ?? ""
        request.limit = UInt32(clamping: limit)
        let sent = request
        return try PhotoExplanation(try await call { () throws(GRPCStatus) in try await client.explainPhoto(sent) })
    }

    private func next<Message>(
        _ iterator: inout DecodedMessages<Message, GRPCResponseMessages>.Iterator
    ) async throws(CurationFailure) -> Message? {
        do throws(GRPCStatus) { return try await iterator.next(isolation: nil) } catch { throw CurationFailure(error) }
    }
}
