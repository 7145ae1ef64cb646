extension HolsterV1 {
    /// The methods of the service `Banks`.
    public enum BanksService {
        /// As health checks name it.
        public static let name = "holster.v1.Banks"
        public static let listBanks = UnaryMethod<ListBanksRequest, ListBanksResponse>(path: "/holster.v1.Banks/ListBanks")
        public static let createBank = UnaryMethod<CreateBankRequest, BankChanged>(path: "/holster.v1.Banks/CreateBank")
        public static let updateBank = UnaryMethod<UpdateBankRequest, BankChanged>(path: "/holster.v1.Banks/UpdateBank")
        public static let dropBank = UnaryMethod<DropBankRequest, BankChanged>(path: "/holster.v1.Banks/DropBank")
        public static let listEntries = ServerStreamingMethod<ListEntriesRequest, ListEntriesResponse>(
            path: "/holster.v1.Banks/ListEntries"
        )
        public static let addEntries = UnaryMethod<AddEntriesRequest, AddEntriesResponse>(path: "/holster.v1.Banks/AddEntries")
        public static let addPhoto = UnaryMethod<AddPhotoRequest, AddPhotoResponse>(path: "/holster.v1.Banks/AddPhoto")
        public static let removeEntries = UnaryMethod<RemoveEntriesRequest, EntriesChanged>(
            path: "/holster.v1.Banks/RemoveEntries"
        )
        public static let moveEntries = UnaryMethod<MoveEntriesRequest, EntriesChanged>(path: "/holster.v1.Banks/MoveEntries")
        public static let setEntryState = UnaryMethod<SetEntryStateRequest, EntriesChanged>(
            path: "/holster.v1.Banks/SetEntryState"
        )
        public static let importEntries = ClientStreamingMethod<ImportRequest, ImportResponse>(path: "/holster.v1.Banks/Import")
        public static let export = ServerStreamingMethod<ExportRequest, ExportResponse>(path: "/holster.v1.Banks/Export")
        public static let stats = UnaryMethod<StatsRequest, StatsResponse>(path: "/holster.v1.Banks/Stats")
        public static let explainPhoto = UnaryMethod<ExplainPhotoRequest, ExplainPhotoResponse>(
            path: "/holster.v1.Banks/ExplainPhoto"
        )
        public static let explainText = UnaryMethod<ExplainTextRequest, ExplainTextResponse>(
            path: "/holster.v1.Banks/ExplainText"
        )
    }
}
