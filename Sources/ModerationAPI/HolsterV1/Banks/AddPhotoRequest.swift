public import ProtobufWire

extension HolsterV1 {
    public struct AddPhotoRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.AddPhotoRequest"

        public var bank = ""
        /// The encoded file: JPEG, PNG or WebP, up to 8 MiB and 50 megapixels.
        public var content: ArraySlice<UInt8> = []
        /// Where the photo came from, such as its file name or a case.
        public var source = ""
        /// Required.
        public var reason = ""
        public var note = ""
        public var expiresAtUnixMs: Int64?
        public var state = ""
        public var dryRun = false

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, bank)
            writer.bytes(2, content)
            writer.string(3, source)
            writer.string(4, reason)
            writer.string(5, note)
            writer.int64(6, present: expiresAtUnixMs)
            writer.string(7, state)
            writer.bool(8, dryRun)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: bank = try reader.string() ?? bank
            case 2: content = try reader.bytes() ?? content
            case 3: source = try reader.string() ?? source
            case 4: reason = try reader.string() ?? reason
            case 5: note = try reader.string() ?? note
            case 6: expiresAtUnixMs = try reader.int64() ?? expiresAtUnixMs
            case 7: state = try reader.string() ?? state
            case 8: dryRun = try reader.bool() ?? dryRun
            default: try reader.skip()
            }
        }
    }
}
