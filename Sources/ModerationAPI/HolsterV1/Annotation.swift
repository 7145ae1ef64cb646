public import ProtobufWire

extension HolsterV1 {
    public struct Annotation: ProtobufMessage {
        public static let protobufName = "holster.v1.Annotation"

        /// BANK_STALE, BANKS_UNAVAILABLE, SELLER_FEATURES_DEFAULTED, IDEMPOTENCY_UNCHECKED, FINGERPRINT_UNRELIABLE,
        /// SCORING_RUNG_FAILED, EVIDENCE_REDUCED. Codes are added, never reused.
        public var code = ""
        /// One line for a person. Do not parse it.
        public var detail = ""

        public init() {}

        public init(code: String, detail: String = "") {
            self.code = code
            self.detail = detail
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, code)
            writer.string(2, detail)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: code = try reader.string() ?? code
            case 2: detail = try reader.string() ?? detail
            default: try reader.skip()
            }
        }
    }
}
