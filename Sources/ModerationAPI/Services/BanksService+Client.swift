public import GRPCTransport

extension HolsterV1.BanksService {
    /// A curator's side of the banks. Every call throws the statuses that `banks.proto` lists.
    ///
    /// Hands the caller's metadata (its token) to each call. Without a deadline a call waits as long as the server does.
    public struct Client: Sendable {
        private let channel: GRPCChannel
        private let metadata: GRPCMetadata

        public init(_ channel: GRPCChannel, metadata: GRPCMetadata = .init()) {
            self.channel = channel
            self.metadata = metadata
        }

        /// Every bank, by name.
        public func listBanks(
            _ request: HolsterV1.ListBanksRequest,
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> HolsterV1.ListBanksResponse {
            try await HolsterV1.BanksService.listBanks.call(request, on: channel, metadata: metadata, deadline: deadline)
        }

        /// Makes an empty bank.
        public func createBank(
            _ request: HolsterV1.CreateBankRequest,
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> HolsterV1.BankChanged {
            try await HolsterV1.BanksService.createBank.call(request, on: channel, metadata: metadata, deadline: deadline)
        }

        /// Changes a bank's radius or state. Kind, fingerprint and pixel mode stay for its life.
        public func updateBank(
            _ request: HolsterV1.UpdateBankRequest,
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> HolsterV1.BankChanged {
            try await HolsterV1.BanksService.updateBank.call(request, on: channel, metadata: metadata, deadline: deadline)
        }

        /// Removes a bank with everything in it.
        public func dropBank(
            _ request: HolsterV1.DropBankRequest,
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> HolsterV1.BankChanged {
            try await HolsterV1.BanksService.dropBank.call(request, on: channel, metadata: metadata, deadline: deadline)
        }

        /// A bank's entries, in batches, in no order.
        public func listEntries(
            _ request: HolsterV1.ListEntriesRequest,
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> DecodedMessages<HolsterV1.ListEntriesResponse, GRPCResponseMessages> {
            try await HolsterV1.BanksService.listEntries.call(request, on: channel, metadata: metadata, deadline: deadline)
        }

        /// Adds fingerprints that were made elsewhere; an entry of the same id is replaced. All or none.
        public func addEntries(
            _ request: HolsterV1.AddEntriesRequest,
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> HolsterV1.AddEntriesResponse {
            try await HolsterV1.BanksService.addEntries.call(request, on: channel, metadata: metadata, deadline: deadline)
        }

        /// Adds the fingerprint of a photo, made by the server in the way the bank's other fingerprints are. The photo is not kept.
        public func addPhoto(
            _ request: HolsterV1.AddPhotoRequest,
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> HolsterV1.AddPhotoResponse {
            try await HolsterV1.BanksService.addPhoto.call(request, on: channel, metadata: metadata, deadline: deadline)
        }

        /// Takes entries out of a bank.
        public func removeEntries(
            _ request: HolsterV1.RemoveEntriesRequest,
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> HolsterV1.EntriesChanged {
            try await HolsterV1.BanksService.removeEntries.call(request, on: channel, metadata: metadata, deadline: deadline)
        }

        /// Moves entries to another bank of the same fingerprint and pixel mode.
        public func moveEntries(
            _ request: HolsterV1.MoveEntriesRequest,
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> HolsterV1.EntriesChanged {
            try await HolsterV1.BanksService.moveEntries.call(request, on: channel, metadata: metadata, deadline: deadline)
        }

        /// Quarantines entries ("quarantined": matched, but never deciding), tries them out ("shadow") or releases them ("live").
        public func setEntryState(
            _ request: HolsterV1.SetEntryStateRequest,
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> HolsterV1.EntriesChanged {
            try await HolsterV1.BanksService.setEntryState.call(request, on: channel, metadata: metadata, deadline: deadline)
        }

        /// Adds many entries: first an ImportStart, then chunks of a file or entries. What was accepted before a call broke off stays; the same file
        /// again gives the same entries, as ids come from the file or from the fingerprint. Entries that are quarantined stay as they are.
        public func importEntries(
            deadline: ContinuousClock.Instant? = nil
        ) throws(GRPCStatus) -> ClientStreamingCall<HolsterV1.ImportRequest, HolsterV1.ImportResponse> {
            try HolsterV1.BanksService.importEntries.open(on: channel, metadata: metadata, deadline: deadline)
        }

        /// A bank as a file, which Import reads.
        public func export(
            _ request: HolsterV1.ExportRequest,
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> DecodedMessages<HolsterV1.ExportResponse, GRPCResponseMessages> {
            try await HolsterV1.BanksService.export.call(request, on: channel, metadata: metadata, deadline: deadline)
        }

        /// What a bank holds and what it did.
        public func stats(
            _ request: HolsterV1.StatsRequest,
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> HolsterV1.StatsResponse {
            try await HolsterV1.BanksService.stats.call(request, on: channel, metadata: metadata, deadline: deadline)
        }

        /// What a photo's fingerprints are, and which entries come nearest, those beyond the radius too. Reads whole banks: for people, not for traffic.
        public func explainPhoto(
            _ request: HolsterV1.ExplainPhotoRequest,
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> HolsterV1.ExplainPhotoResponse {
            try await HolsterV1.BanksService.explainPhoto.call(request, on: channel, metadata: metadata, deadline: deadline)
        }

        /// Which text rules match a text, and how the normaliser reads it.
        public func explainText(
            _ request: HolsterV1.ExplainTextRequest,
            deadline: ContinuousClock.Instant? = nil
        ) async throws(GRPCStatus) -> HolsterV1.ExplainTextResponse {
            try await HolsterV1.BanksService.explainText.call(request, on: channel, metadata: metadata, deadline: deadline)
        }
    }
}
