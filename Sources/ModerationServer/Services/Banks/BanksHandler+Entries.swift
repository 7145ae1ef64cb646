import GRPCTransport
import ModerationAPI
import ModerationCore

extension BanksHandler {
    func registerEntries(_ router: inout GRPCRouter) {
        typealias Service = HolsterV1.BanksService
        router.serverStreaming(Service.listEntries) { (request, responses, context) async throws(GRPCStatus) in
            try await runLong(context) { curation throws(CurationFailure) in
                let filter = EntryFilter(
                    states: try WireValue.states(request.states),
                    author: request.author.isEmpty ? nil : request.author,
                    limit: request.limit == 0 ? nil : Int(request.limit)
                )
                let malformedCount = try await curation.entries(bank: request.bank, matching: filter) {
                    batch throws(CurationFailure) in
                    var response = HolsterV1.ListEntriesResponse()
                    response.entries = batch.map(HolsterV1.BankEntry.init)
                    try await WireValue.send(response, to: responses)
                }
                guard malformedCount > 0 else { return }
                var last = HolsterV1.ListEntriesResponse()
                last.malformedCount = UInt32(clamping: malformedCount)
                try await WireValue.send(last, to: responses)
            }
        }
        router.unary(Service.addEntries) { (request, context) async throws(GRPCStatus) -> HolsterV1.AddEntriesResponse in
            try await run(context) { curation throws(CurationFailure) in
                let added = try await curation.add(
                    request.entries.map(EntryRecord.init),
                    bank: request.bank,
                    terms: try EntryTerms(request),
                    isDryRun: request.dryRun
                )
                var response = HolsterV1.AddEntriesResponse()
                response.epoch = added.epoch
                response.entryIDs = added.entries.map(\.id)
                response.dryRun = request.dryRun
                return response
            }
        }
        router.unary(Service.addPhoto) { (request, context) async throws(GRPCStatus) -> HolsterV1.AddPhotoResponse in
            try await run(context) { curation throws(CurationFailure) in
                let added = try await curation.addPhoto(
                    request.content,
                    bank: request.bank,
                    terms: try EntryTerms(request),
                    isDryRun: request.dryRun
                )
                var response = HolsterV1.AddPhotoResponse()
                response.epoch = added.epoch
                response.entry = added.entries.first.map(HolsterV1.BankEntry.init)
                response.dryRun = request.dryRun
                return response
            }
        }
        registerChanges(&router)
    }

    private func registerChanges(_ router: inout GRPCRouter) {
        typealias Service = HolsterV1.BanksService
        router.unary(Service.removeEntries) { (request, context) async throws(GRPCStatus) -> HolsterV1.EntriesChanged in
            try await run(context) { curation throws(CurationFailure) in
                HolsterV1.EntriesChanged(
                    try await curation.remove(entryIDs: request.entryIDs, bank: request.bank, reason: request.reason)
                )
            }
        }
        router.unary(Service.moveEntries) { (request, context) async throws(GRPCStatus) -> HolsterV1.EntriesChanged in
            try await run(context) { curation throws(CurationFailure) in
                HolsterV1.EntriesChanged(
                    try await curation.move(
                        entryIDs: request.entryIDs,
                        from: request.fromBank,
                        to: request.toBank,
                        reason: request.reason
                    )
                )
            }
        }
        router.unary(Service.setEntryState) { (request, context) async throws(GRPCStatus) -> HolsterV1.EntriesChanged in
            try await run(context) { curation throws(CurationFailure) in
                HolsterV1.EntriesChanged(
                    try await curation.setState(
                        try WireValue.required(request.state, "state"),
                        entryIDs: request.entryIDs,
                        bank: request.bank,
                        reason: request.reason
                    )
                )
            }
        }
    }
}
