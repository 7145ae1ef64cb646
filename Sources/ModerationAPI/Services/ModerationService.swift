extension HolsterV1 {
    /// The methods of the service `Moderation`.
    public enum ModerationService {
        /// As health checks name it.
        public static let name = "holster.v1.Moderation"
        public static let check = UnaryMethod<CheckRequest, Verdict>(path: "/holster.v1.Moderation/Check")
        /// Answers come in the order in which verdicts are ready.
        public static let checkStream = BidirectionalMethod<CheckRequest, CheckStreamResponse>(
            path: "/holster.v1.Moderation/CheckStream"
        )
    }
}
