import ProtobufWire

extension KServe {
    package struct ModelInput: ProtobufMessage {
        package static let protobufName = "inference.ModelInput"

        package var name = ""
        package var dataType: DataType = .invalid
        package var format: Format = .none
        /// Without the batch dimension.
        package var dims: [Int64] = []
        package var `optional` = false

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.enumeration(2, dataType)
            writer.enumeration(3, format)
            writer.int64s(4, dims)
            writer.bool(8, `optional`)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: dataType = try reader.enumeration() ?? dataType
            case 3: format = try reader.enumeration() ?? format
            case 4: try reader.int64s(into: &dims)
            case 8: `optional` = try reader.bool() ?? `optional`
            default: try reader.skip()
            }
        }

        package struct Format: ProtobufEnumeration {
            package let rawValue: Int32

            package init(rawValue: Int32) { self.rawValue = rawValue }

            package static let none = Format(rawValue: 0)
            package static let nhwc = Format(rawValue: 1)
            package static let nchw = Format(rawValue: 2)
        }
    }
}
