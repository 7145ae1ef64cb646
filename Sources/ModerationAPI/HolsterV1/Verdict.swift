public import ProtobufWire

extension HolsterV1 {
    /// The answer to one check.
    public struct Verdict: ProtobufMessage {
        public static let protobufName = "holster.v1.Verdict"

        /// As sent.
        public var requestID = ""
        /// As sent.
        public var listingID = ""
        public var decision: Decision = .unspecified
        /// What the listing must be tagged with: airsoft, paintball. May be set beside a more severe decision too.
        public var tags: [ContentClass] = []
        /// One entry for each class, in the order of ContentClass; empty when scoring was skipped (stage 1 settled it) or failed.
        public var probabilities: [ClassProbability] = []
        /// 0 to 1: the sum over the four prohibited classes. Unset when there are no probabilities.
        public var violationProbability: Double?
        /// The photo that the probabilities are of: the one with the highest violation probability. Unset without photos.
        public var photoIndex: UInt32?
        /// Why, most severe first; never empty. Each carries the evidence it stands on.
        public var reasons: [Reason] = []
        /// Circumstances that did not decide but that a reader must know.
        public var annotations: [Annotation] = []
        /// How far down the degrade ladder the scoring that answered stood: "full", "cpu_text", "text_only"; empty when nothing
        /// was scored.
        public var rung = ""
        /// What each stage did, in the order in which a listing passes them.
        public var stages: [StageRecord] = []
        /// Everything that shaped the decision, so that it can be explained and replayed.
        public var versions: VersionVector?
        /// Scoring failed or the deadline was near: the listing is allowed, and a high-priority review case was filed.
        public var failedOpen = false
        /// This is the stored verdict of an earlier call with the same request_id.
        public var replayed = false
        /// As sent: nothing was recorded.
        public var dryRun = false
        /// The review case that was opened; empty when none was.
        public var caseID = ""
        /// Milliseconds since 1970-01-01T00:00:00Z.
        public var decidedAtUnixMs: Int64 = 0

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, requestID)
            writer.string(2, listingID)
            writer.enumeration(3, decision)
            writer.enumerations(4, tags)
            writer.messages(5, probabilities)
            writer.double(6, present: violationProbability)
            writer.uint32(7, present: photoIndex)
            writer.messages(8, reasons)
            writer.messages(9, annotations)
            writer.string(10, rung)
            writer.messages(11, stages)
            writer.message(12, versions)
            writer.bool(13, failedOpen)
            writer.bool(14, replayed)
            writer.bool(15, dryRun)
            writer.string(16, caseID)
            writer.int64(17, decidedAtUnixMs)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: requestID = try reader.string() ?? requestID
            case 2: listingID = try reader.string() ?? listingID
            case 3: decision = try reader.enumeration() ?? decision
            case 4: try reader.enumerations(into: &tags)
            case 5: try reader.messages(into: &probabilities)
            case 6: violationProbability = try reader.double() ?? violationProbability
            case 7: photoIndex = try reader.uint32() ?? photoIndex
            case 8: try reader.messages(into: &reasons)
            case 9: try reader.messages(into: &annotations)
            case 10: rung = try reader.string() ?? rung
            case 11: try reader.messages(into: &stages)
            case 12: try reader.message(into: &versions)
            case 13: failedOpen = try reader.bool() ?? failedOpen
            case 14: replayed = try reader.bool() ?? replayed
            case 15: dryRun = try reader.bool() ?? dryRun
            case 16: caseID = try reader.string() ?? caseID
            case 17: decidedAtUnixMs = try reader.int64() ?? decidedAtUnixMs
            default: try reader.skip()
            }
        }
    }
}
