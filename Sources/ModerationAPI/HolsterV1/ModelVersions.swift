public import ProtobufWire

extension HolsterV1 {
    /// The version that each model reported of itself; unset where it did not run.
    public struct ModelVersions: ProtobufMessage {
        public static let protobufName = "holster.v1.ModelVersions"

        public var clipImage: Int64?
        public var distilbert: Int64?
        public var fusion: Int64?
        public var ensemble: String?

        public init() {}

        public init(clipImage: Int64?, distilbert: Int64? = nil, fusion: Int64? = nil, ensemble: String? = nil) {
            self.clipImage = clipImage
            self.distilbert = distilbert
            self.fusion = fusion
            self.ensemble = ensemble
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.int64(1, present: clipImage)
            writer.int64(2, present: distilbert)
            writer.int64(3, present: fusion)
            writer.string(4, present: ensemble)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: clipImage = try reader.int64() ?? clipImage
            case 2: distilbert = try reader.int64() ?? distilbert
            case 3: fusion = try reader.int64() ?? fusion
            case 4: ensemble = try reader.string() ?? ensemble
            default: try reader.skip()
            }
        }
    }
}
