extension HolsterV1 {
    /// The methods of the service `Moderation`.
    public enum ModerationService {
        /// As health checks name it.
        public static let name = "holster.v1.Moderation"
        public static let check = UnaryMethod<CheckRequest, Verdict>(path: "/holster.v1.Moderation/Check")
        /// Bidirectional; answered UNIMPLEMENTED for now.
        public static let checkStreamPath = "/holster.v1.Moderation/CheckStream"
    }
}
