public import ProtobufWire

extension HolsterV1 {
    public struct StageRecord: ProtobufMessage {
        public static let protobufName = "holster.v1.StageRecord"

        /// "claim", "text", "media", "features", "rules", "banks", "scoring", "deciding", "recording".
        public var stage = ""
        /// "ran", "skipped", "timed_out", "failed".
        public var status = ""
        /// Wall time, microseconds. Stages may overlap, so the sum may exceed the whole.
        public var microseconds: Int64 = 0
        public var detail = ""

        public init() {}

        public init(stage: String, status: String = "", microseconds: Int64 = 0, detail: String = "") {
            self.stage = stage
            self.status = status
            self.microseconds = microseconds
            self.detail = detail
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, stage)
            writer.string(2, status)
            writer.int64(3, microseconds)
            writer.string(4, detail)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: stage = try reader.string() ?? stage
            case 2: status = try reader.string() ?? status
            case 3: microseconds = try reader.int64() ?? microseconds
            case 4: detail = try reader.string() ?? detail
            default: try reader.skip()
            }
        }
    }
}
