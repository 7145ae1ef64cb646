import GRPCTransport
import ModerationAPI
import ModerationCore

extension BanksHandler {
    func registerFiles(_ router: inout GRPCRouter) {
        router.clientStreaming(
            HolsterV1.BanksService.importEntries,
            // A chunk, or 500 entries at their longest, and what is around them.
            maxRequestByteCount: 8 << 20
        ) { (requests, context) async throws(GRPCStatus) -> HolsterV1.ImportResponse in
            try await runLong(context) { curation throws(CurationFailure) in
                var source = ImportMessages(requests.makeAsyncIterator())
                let plan = try ImportPlan(try await source.start())
                let report = try await curation.importEntries(from: &source, plan)
                return HolsterV1.ImportResponse(report, isDryRun: plan.isDryRun)
            }
        }
        router.serverStreaming(HolsterV1.BanksService.export) { (request, responses, context) async throws(GRPCStatus) in
            try await runLong(context) { curation throws(CurationFailure) in
                try await curation.exportEntries(
                    bank: request.bank,
                    format: try WireValue.required(request.format, "format"),
                    states: try WireValue.states(request.states)
                ) { piece throws(CurationFailure) in
                    var response = HolsterV1.ExportResponse()
                    response.chunk = piece.bytes
                    response.entryCount = UInt64(clamping: piece.entryCount)
                    response.leftOutCount = UInt64(clamping: piece.leftOutCount)
                    try await WireValue.send(response, to: responses)
                }
            }
        }
    }
}

/// The messages of an Import call as what an import reads.
private struct ImportMessages: ImportSource {
    private var messages: DecodedMessages<HolsterV1.ImportRequest, GRPCRequestMessages>.Iterator

    init(_ messages: DecodedMessages<HolsterV1.ImportRequest, GRPCRequestMessages>.Iterator) { self.messages = messages }

    private mutating func message() async throws(CurationFailure) -> HolsterV1.ImportRequest? {
        do throws(GRPCStatus) {
            return try await messages.next(isolation: nil)
        } catch {
            throw CurationFailure(.refused(error.code), error.message)
        }
    }

    mutating func start() async throws(CurationFailure) -> HolsterV1.ImportStart {
        guard case .start(let start) = try await message()?.part else {
            throw CurationFailure(.invalid, "start: the first message says what is imported")
        }
        return start
    }

    mutating func next() async throws(CurationFailure) -> ImportPart? {
        guard let message = try await message() else { return nil }
        switch message.part {
        case .chunk(let bytes):
            guard bytes.count <= BanksHandler.chunkByteCount else {
                throw CurationFailure(.limit, "chunk: \(bytes.count) bytes, at most \(BanksHandler.chunkByteCount)")
            }
            return .bytes(bytes)
        case .entries(let entries):
            guard entries.entries.count <= CurationLimits.entriesPerCall else {
                throw CurationFailure(
                    .limit,
                    "entries: \(entries.entries.count), at most \(CurationLimits.entriesPerCall) a message"
                )
            }
            var records: [EntryRecord] = []
            for entry in entries.entries { records.append(try EntryRecord(entry)) }
            return .records(records)
        case .start: throw CurationFailure(.invalid, "start: only the first message says what is imported")
        case nil: throw CurationFailure(.invalid, "part: a message has a chunk or entries")
        }
    }
}
