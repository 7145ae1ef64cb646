public import ProtobufWire

extension HolsterV1 {
    /// One uploaded photo.
    public struct Photo: ProtobufMessage {
        public static let protobufName = "holster.v1.Photo"

        public var source: Source?

        public init() {}

        public init(source: Source?) {
            self.source = source
        }

        public func encode(to writer: inout ProtobufWriter) {
            switch source {
            case .content(let value): writer.bytes(1, present: value)
            case .url(let value): writer.string(2, present: value)
            case nil: break
            }
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: if let value = try reader.bytes() { source = .content(value) }
            case 2: if let value = try reader.string() { source = .url(value) }
            default: try reader.skip()
            }
        }

        public enum Source: Sendable, Equatable {
            /// The encoded file as it was uploaded, up to 8 MiB and 50 megapixels. Metadata such as EXIF never leaves the server.
            case content(ArraySlice<UInt8>)
            /// Where the server may fetch it. The place is kept: a request that uses it is answered INVALID_ARGUMENT until
            /// fetching is there.
            case url(String)
        }
    }
}
