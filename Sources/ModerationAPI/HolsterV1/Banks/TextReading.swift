public import ProtobufWire

extension HolsterV1 {
    /// How the normaliser reads a field.
    public struct TextReading: ProtobufMessage {
        public static let protobufName = "holster.v1.TextReading"

        /// "title", "description".
        public var field = ""
        /// "folded", "skeleton", "compact", and so on.
        public var view = ""
        public var text = ""

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, field)
            writer.string(2, view)
            writer.string(3, text)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: field = try reader.string() ?? field
            case 2: view = try reader.string() ?? view
            case 3: text = try reader.string() ?? text
            default: try reader.skip()
            }
        }
    }
}
