public import ProtobufWire

extension HolsterV1 {
    public struct ExplainTextRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.ExplainTextRequest"

        /// As CheckRequest's.
        public var title = ""
        public var description = ""
        public var category = ""
        public var region = ""
        public var language = ""

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, title)
            writer.string(2, description)
            writer.string(3, category)
            writer.string(4, region)
            writer.string(5, language)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: title = try reader.string() ?? title
            case 2: description = try reader.string() ?? description
            case 3: category = try reader.string() ?? category
            case 4: region = try reader.string() ?? region
            case 5: language = try reader.string() ?? language
            default: try reader.skip()
            }
        }
    }
}
