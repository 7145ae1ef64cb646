public import ProtobufWire

extension HolsterV1 {
    public struct ImportRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.ImportRequest"

        public var part: Part?

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            switch part {
            case .start(let value): writer.message(1, value)
            case .chunk(let value): writer.bytes(2, present: value)
            case .entries(let value): writer.message(3, value)
            case nil: break
            }
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1:
                var value: ImportStart?
                if case .start(let current) = part { (value, part) = (current, nil) }
                try reader.message(into: &value)
                if let value { part = .start(value) }
            case 2: if let value = try reader.bytes() { part = .chunk(value) }
            case 3:
                var value: ImportedEntries?
                if case .entries(let current) = part { (value, part) = (current, nil) }
                try reader.message(into: &value)
                if let value { part = .entries(value) }
            default: try reader.skip()
            }
        }

        public enum Part: Sendable, Equatable {
            /// First, and only first.
            case start(ImportStart)
            /// The next bytes of the file, up to 1 MiB, cut anywhere.
            case chunk(ArraySlice<UInt8>)
            /// Up to 500 entries; format "entries".
            case entries(ImportedEntries)
        }
    }
}
