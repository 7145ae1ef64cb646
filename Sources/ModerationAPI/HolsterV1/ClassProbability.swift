public import ProtobufWire

extension HolsterV1 {
    public struct ClassProbability: ProtobufMessage {
        public static let protobufName = "holster.v1.ClassProbability"

        public var contentClass: ContentClass = .unspecified
        /// 0 to 1. Zero is left out on the wire, as proto3 does: an entry without it means 0.
        public var probability: Double = 0

        public init() {}

        public init(contentClass: ContentClass, probability: Double = 0) {
            self.contentClass = contentClass
            self.probability = probability
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.enumeration(1, contentClass)
            writer.double(2, probability)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: contentClass = try reader.enumeration() ?? contentClass
            case 2: probability = try reader.double() ?? probability
            default: try reader.skip()
            }
        }
    }
}
