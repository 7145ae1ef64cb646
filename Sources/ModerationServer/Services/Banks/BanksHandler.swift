import GRPCTransport
import ModerationAPI
import ModerationCore
import Reactor

/// `holster.v1.Banks`: translates, runs on a thread of its own, and lets only so many calls that read or write whole banks run at once.
package struct BanksHandler: Sendable {
    /// Imports, exports, statistics and explanations at once.
    package static let longCallLimit = 4
    /// Of the file in one message of an import, and of what is around it.
    package static let chunkByteCount = 1 << 20

    let parts: CurationParts
    /// Parsing, checking and Redis of curation, away from the loops that verdicts are made on.
    private let executor: EventLoop
    private let longCalls = LongCallSlots(limit: longCallLimit)
    private let explainText: TextExplanation

    package init(parts: CurationParts, executor: EventLoop, explainText: TextExplanation) {
        self.parts = parts
        self.executor = executor
        self.explainText = explainText
    }

    package func register(in router: inout GRPCRouter) {
        registerBanks(&router)
        registerEntries(&router)
        registerFiles(&router)
        registerExplanations(&router)
    }

    private func registerBanks(_ router: inout GRPCRouter) {
        typealias Service = HolsterV1.BanksService
        router.unary(Service.listBanks) { (_, context) async throws(GRPCStatus) -> HolsterV1.ListBanksResponse in
            try await run(context) { curation throws(CurationFailure) in
                var response = HolsterV1.ListBanksResponse()
                response.banks = try await curation.banks().map(HolsterV1.Bank.init)
                return response
            }
        }
        router.unary(Service.createBank) { (request, context) async throws(GRPCStatus) -> HolsterV1.BankChanged in
            try await run(context) { curation throws(CurationFailure) in
                let made = try await curation.create(try BankDraft(request), reason: request.reason, isDryRun: request.dryRun)
                return HolsterV1.BankChanged(made, isDryRun: request.dryRun)
            }
        }
        router.unary(Service.updateBank) { (request, context) async throws(GRPCStatus) -> HolsterV1.BankChanged in
            try await run(context) { curation throws(CurationFailure) in
                let changed = try await curation.update(
                    bank: request.bank,
                    radius: request.radius.map { Int($0) },
                    state: try WireValue.optional(request.state, "state"),
                    reason: request.reason,
                    isDryRun: request.dryRun
                )
                return HolsterV1.BankChanged(changed, isDryRun: request.dryRun)
            }
        }
        router.unary(Service.dropBank) { (request, context) async throws(GRPCStatus) -> HolsterV1.BankChanged in
            try await run(context) { curation throws(CurationFailure) in
                let dropped = try await curation.drop(bank: request.bank, reason: request.reason, isDryRun: request.dryRun)
                return HolsterV1.BankChanged(dropped, isDryRun: request.dryRun)
            }
        }
    }

    private func registerExplanations(_ router: inout GRPCRouter) {
        typealias Service = HolsterV1.BanksService
        router.unary(Service.stats) { (request, context) async throws(GRPCStatus) -> HolsterV1.StatsResponse in
            try await runLong(context) { curation throws(CurationFailure) in
                var response = HolsterV1.StatsResponse()
                let bank = request.bank.isEmpty ? nil : request.bank
                response.banks = try await curation.statistics(bank: bank).map(HolsterV1.BankStats.init)
                return response
            }
        }
        router.unary(Service.explainPhoto) { (request, context) async throws(GRPCStatus) -> HolsterV1.ExplainPhotoResponse in
            try await runLong(context) { curation throws(CurationFailure) in
                HolsterV1.ExplainPhotoResponse(
                    try await curation.explain(
                        photo: request.content,
                        bank: request.bank.isEmpty ? nil : request.bank,
                        limit: request.limit == 0 ? 5 : Int(request.limit)
                    )
                )
            }
        }
        router.unary(Service.explainText) { (request, context) async throws(GRPCStatus) -> HolsterV1.ExplainTextResponse in
            try await run(context) { _ throws(CurationFailure) in try explainText.explain(request) }
        }
    }

    /// On curation's thread, in the caller's name.
    func run<Value: Sendable>(
        _ context: GRPCServerContext,
        _ body: (RedisBankCuration) async throws(CurationFailure) -> Value
    ) async throws(GRPCStatus) -> Value {
        let curation = RedisBankCuration(parts, author: context.caller ?? CallerList.anonymous)
        do throws(CurationFailure) {
            return try await withTaskExecutorPreference(executor) { () async throws(CurationFailure) -> Value in
                try await body(curation)
            }
        } catch {
            throw GRPCStatus(error)
        }
    }

    /// The same for a call that takes a while.
    func runLong<Value: Sendable>(
        _ context: GRPCServerContext,
        _ body: (RedisBankCuration) async throws(CurationFailure) -> Value
    ) async throws(GRPCStatus) -> Value {
        guard longCalls.take() else {
            let limit = Self.longCallLimit
            throw GRPCStatus(.resourceExhausted, "\(limit) imports, exports and explanations run already; try again later")
        }
        defer { longCalls.giveBack() }
        return try await run(context, body)
    }
}
