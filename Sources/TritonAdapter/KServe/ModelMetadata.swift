import ProtobufWire

extension KServe {
    package struct ModelMetadataRequest: ProtobufMessage {
        package static let protobufName = "inference.ModelMetadataRequest"

        package var name = ""
        package var version = ""

        package init() {}

        package init(name: String, version: String = "") {
            self.name = name
            self.version = version
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.string(2, version)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: version = try reader.string() ?? version
            default: try reader.skip()
            }
        }
    }

    package struct ModelMetadataResponse: ProtobufMessage {
        package static let protobufName = "inference.ModelMetadataResponse"

        package var name = ""
        /// The versions that are live.
        package var versions: [String] = []
        package var platform = ""
        package var inputs: [TensorMetadata] = []
        package var outputs: [TensorMetadata] = []

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.strings(2, versions)
            writer.string(3, platform)
            writer.messages(4, inputs)
            writer.messages(5, outputs)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: try reader.strings(into: &versions)
            case 3: platform = try reader.string() ?? platform
            case 4: try reader.messages(into: &inputs)
            case 5: try reader.messages(into: &outputs)
            default: try reader.skip()
            }
        }

        package struct TensorMetadata: ProtobufMessage {
            package static let protobufName = "inference.ModelMetadataResponse.TensorMetadata"

            package var name = ""
            /// UINT8, INT64, FP32, BYTES, and so on.
            package var datatype = ""
            /// -1 is a variable dimension; the batch comes first where the model batches.
            package var shape: [Int64] = []

            package init() {}

            package init(name: String, datatype: String = "", shape: [Int64] = []) {
                self.name = name
                self.datatype = datatype
                self.shape = shape
            }

            package func encode(to writer: inout ProtobufWriter) {
                writer.string(1, name)
                writer.string(2, datatype)
                writer.int64s(3, shape)
            }

            package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
                switch number {
                case 1: name = try reader.string() ?? name
                case 2: datatype = try reader.string() ?? datatype
                case 3: try reader.int64s(into: &shape)
                default: try reader.skip()
                }
            }
        }
    }
}
