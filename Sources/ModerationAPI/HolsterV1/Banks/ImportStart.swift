public import ProtobufWire

extension HolsterV1 {
    public struct ImportStart: ProtobufMessage {
        public static let protobufName = "holster.v1.ImportStart"

        public var bank = ""
        /// "csv" (RFC 4180, the first record names the columns), "jsonl" (one JSON object a line), "pdq" (ThreatExchange's text form), "entries".
        public var format = ""
        /// Of entries whose line says nothing else, like what follows. A line without a reason is rejected where this is empty.
        public var reason = ""
        public var source = ""
        public var note = ""
        public var expiresAtUnixMs: Int64?
        /// Empty: "live". A list from elsewhere is best tried out as "shadow".
        public var state = ""
        public var dryRun = false
        /// Authors that the file names stay; without it every entry is the caller's.
        public var keepAuthors = false

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, bank)
            writer.string(2, format)
            writer.string(3, reason)
            writer.string(4, source)
            writer.string(5, note)
            writer.int64(6, present: expiresAtUnixMs)
            writer.string(7, state)
            writer.bool(8, dryRun)
            writer.bool(9, keepAuthors)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: bank = try reader.string() ?? bank
            case 2: format = try reader.string() ?? format
            case 3: reason = try reader.string() ?? reason
            case 4: source = try reader.string() ?? source
            case 5: note = try reader.string() ?? note
            case 6: expiresAtUnixMs = try reader.int64() ?? expiresAtUnixMs
            case 7: state = try reader.string() ?? state
            case 8: dryRun = try reader.bool() ?? dryRun
            case 9: keepAuthors = try reader.bool() ?? keepAuthors
            default: try reader.skip()
            }
        }
    }
}
