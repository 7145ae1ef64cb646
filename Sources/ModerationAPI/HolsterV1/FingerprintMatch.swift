public import ProtobufWire

extension HolsterV1 {
    /// One bank entry near enough to a photo's fingerprint.
    public struct FingerprintMatch: ProtobufMessage {
        public static let protobufName = "holster.v1.FingerprintMatch"

        public var bank = ""
        /// "block", "review", "allow".
        public var bankKind = ""
        /// The nearest entry.
        public var entryID = ""
        /// Hamming distance in bits.
        public var distance: UInt32 = 0
        /// How the photo was turned or mirrored before it matched: "upright", "rotated90", "mirrored", and so on.
        public var orientation = ""
        /// Counting from 0.
        public var photoIndex: UInt32 = 0
        /// Why the entry is in the bank.
        public var reason = ""
        /// "live"; "shadow" and "quarantined" entries are recorded and did not act.
        public var state = ""

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, bank)
            writer.string(2, bankKind)
            writer.string(3, entryID)
            writer.uint32(4, distance)
            writer.string(5, orientation)
            writer.uint32(6, photoIndex)
            writer.string(7, reason)
            writer.string(8, state)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: bank = try reader.string() ?? bank
            case 2: bankKind = try reader.string() ?? bankKind
            case 3: entryID = try reader.string() ?? entryID
            case 4: distance = try reader.uint32() ?? distance
            case 5: orientation = try reader.string() ?? orientation
            case 6: photoIndex = try reader.uint32() ?? photoIndex
            case 7: reason = try reader.string() ?? reason
            case 8: state = try reader.string() ?? state
            default: try reader.skip()
            }
        }
    }
}
