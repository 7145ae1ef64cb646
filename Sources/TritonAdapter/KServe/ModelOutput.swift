import ProtobufWire

extension KServe {
    package struct ModelOutput: ProtobufMessage {
        package static let protobufName = "inference.ModelOutput"

        package var name = ""
        package var dataType: DataType = .invalid
        package var dims: [Int64] = []

        package init() {}

        package init(name: String, dataType: DataType = .invalid, dims: [Int64] = []) {
            self.name = name
            self.dataType = dataType
            self.dims = dims
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.enumeration(2, dataType)
            writer.int64s(3, dims)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: dataType = try reader.enumeration() ?? dataType
            case 3: try reader.int64s(into: &dims)
            default: try reader.skip()
            }
        }
    }
}
