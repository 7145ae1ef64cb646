public import ProtobufWire

extension HolsterV1 {
    public struct BankEntry: ProtobufMessage {
        public static let protobufName = "holster.v1.BankEntry"

        /// Unique within the bank; 1 to 128 bytes without control characters.
        public var id = ""
        /// 16 (phash64) or 64 (pdq256) hexadecimal digits.
        public var fingerprint = ""
        /// Where it came from: a file, a case, another platform. Up to 200 characters.
        public var source = ""
        /// Why it is in the bank, 1 to 200 characters: verdicts show it.
        public var reason = ""
        public var author = ""
        /// Milliseconds since 1970-01-01T00:00:00Z.
        public var createdAtUnixMs: Int64 = 0
        /// When it stops matching; unset: never.
        public var expiresAtUnixMs: Int64?
        /// "live", "shadow", "quarantined".
        public var state = ""
        /// For curators; up to 1,000 characters. Whoever changes the state replaces it by the reason for that.
        public var note = ""
        /// When the state was last changed; unset: never.
        public var changedAtUnixMs: Int64?
        /// By whom.
        public var changedBy = ""

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, id)
            writer.string(2, fingerprint)
            writer.string(3, source)
            writer.string(4, reason)
            writer.string(5, author)
            writer.int64(6, createdAtUnixMs)
            writer.int64(7, present: expiresAtUnixMs)
            writer.string(8, state)
            writer.string(9, note)
            writer.int64(10, present: changedAtUnixMs)
            writer.string(11, changedBy)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: id = try reader.string() ?? id
            case 2: fingerprint = try reader.string() ?? fingerprint
            case 3: source = try reader.string() ?? source
            case 4: reason = try reader.string() ?? reason
            case 5: author = try reader.string() ?? author
            case 6: createdAtUnixMs = try reader.int64() ?? createdAtUnixMs
            case 7: expiresAtUnixMs = try reader.int64() ?? expiresAtUnixMs
            case 8: state = try reader.string() ?? state
            case 9: note = try reader.string() ?? note
            case 10: changedAtUnixMs = try reader.int64() ?? changedAtUnixMs
            case 11: changedBy = try reader.string() ?? changedBy
            default: try reader.skip()
            }
        }
    }
}
