public import ProtobufWire

extension HolsterV1 {
    public struct AddEntriesRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.AddEntriesRequest"

        public var bank = ""
        /// 1 to 500.
        public var entries: [NewEntry] = []
        /// Required; of all of them, like what follows.
        public var reason = ""
        public var note = ""
        /// Unset: they stay. Must be in the future.
        public var expiresAtUnixMs: Int64?
        /// Empty: "live".
        public var state = ""
        public var dryRun = false

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, bank)
            writer.messages(2, entries)
            writer.string(3, reason)
            writer.string(4, note)
            writer.int64(5, present: expiresAtUnixMs)
            writer.string(6, state)
            writer.bool(7, dryRun)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: bank = try reader.string() ?? bank
            case 2: try reader.messages(into: &entries)
            case 3: reason = try reader.string() ?? reason
            case 4: note = try reader.string() ?? note
            case 5: expiresAtUnixMs = try reader.int64() ?? expiresAtUnixMs
            case 6: state = try reader.string() ?? state
            case 7: dryRun = try reader.bool() ?? dryRun
            default: try reader.skip()
            }
        }
    }
}
