import ProtobufWire

extension KServe {
    package struct ModelInferRequest: ProtobufMessage {
        package static let protobufName = "inference.ModelInferRequest"

        package var modelName = ""
        package var modelVersion = ""
        package var id = ""
        /// "timeout": int64, microseconds in the queue.
        package var parameters: ProtobufMap<InferParameter> = [:]
        package var inputs: [InferInputTensor] = []
        package var outputs: [InferRequestedOutputTensor] = []
        /// One entry for each input that is not in shared memory, in the order of inputs; little-endian, row-major.
        package var rawInputContents: [ArraySlice<UInt8>] = []

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, modelName)
            writer.string(2, modelVersion)
            writer.string(3, id)
            writer.map(4, parameters)
            writer.messages(5, inputs)
            writer.messages(6, outputs)
            writer.byteStrings(7, rawInputContents)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: modelName = try reader.string() ?? modelName
            case 2: modelVersion = try reader.string() ?? modelVersion
            case 3: id = try reader.string() ?? id
            case 4: try reader.map(into: &parameters)
            case 5: try reader.messages(into: &inputs)
            case 6: try reader.messages(into: &outputs)
            case 7: try reader.byteStrings(into: &rawInputContents)
            default: try reader.skip()
            }
        }

        package struct InferInputTensor: ProtobufMessage {
            package static let protobufName = "inference.ModelInferRequest.InferInputTensor"

            package var name = ""
            package var datatype = ""
            package var shape: [Int64] = []
            /// shared_memory_region, shared_memory_byte_size, shared_memory_offset for an input in shared memory.
            package var parameters: ProtobufMap<InferParameter> = [:]
            package var contents: InferTensorContents?

            package init() {}

            package func encode(to writer: inout ProtobufWriter) {
                writer.string(1, name)
                writer.string(2, datatype)
                writer.int64s(3, shape)
                writer.map(4, parameters)
                writer.message(5, contents)
            }

            package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
                switch number {
                case 1: name = try reader.string() ?? name
                case 2: datatype = try reader.string() ?? datatype
                case 3: try reader.int64s(into: &shape)
                case 4: try reader.map(into: &parameters)
                case 5: try reader.message(into: &contents)
                default: try reader.skip()
                }
            }
        }

        package struct InferRequestedOutputTensor: ProtobufMessage {
            package static let protobufName = "inference.ModelInferRequest.InferRequestedOutputTensor"

            package var name = ""
            package var parameters: ProtobufMap<InferParameter> = [:]

            package init() {}

            package init(name: String, parameters: ProtobufMap<InferParameter> = [:]) {
                self.name = name
                self.parameters = parameters
            }

            package func encode(to writer: inout ProtobufWriter) {
                writer.string(1, name)
                writer.map(2, parameters)
            }

            package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
                switch number {
                case 1: name = try reader.string() ?? name
                case 2: try reader.map(into: &parameters)
                default: try reader.skip()
                }
            }
        }
    }

    package struct ModelInferResponse: ProtobufMessage {
        package static let protobufName = "inference.ModelInferResponse"

        package var modelName = ""
        package var modelVersion = ""
        package var id = ""
        package var parameters: ProtobufMap<InferParameter> = [:]
        package var outputs: [InferOutputTensor] = []
        /// One entry for each output, in the order of outputs; an output in shared memory takes an empty one.
        package var rawOutputContents: [ArraySlice<UInt8>] = []

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, modelName)
            writer.string(2, modelVersion)
            writer.string(3, id)
            writer.map(4, parameters)
            writer.messages(5, outputs)
            writer.byteStrings(6, rawOutputContents)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: modelName = try reader.string() ?? modelName
            case 2: modelVersion = try reader.string() ?? modelVersion
            case 3: id = try reader.string() ?? id
            case 4: try reader.map(into: &parameters)
            case 5: try reader.messages(into: &outputs)
            case 6: try reader.byteStrings(into: &rawOutputContents)
            default: try reader.skip()
            }
        }

        package struct InferOutputTensor: ProtobufMessage {
            package static let protobufName = "inference.ModelInferResponse.InferOutputTensor"

            package var name = ""
            package var datatype = ""
            package var shape: [Int64] = []
            package var parameters: ProtobufMap<InferParameter> = [:]
            package var contents: InferTensorContents?

            package init() {}

            package func encode(to writer: inout ProtobufWriter) {
                writer.string(1, name)
                writer.string(2, datatype)
                writer.int64s(3, shape)
                writer.map(4, parameters)
                writer.message(5, contents)
            }

            package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
                switch number {
                case 1: name = try reader.string() ?? name
                case 2: datatype = try reader.string() ?? datatype
                case 3: try reader.int64s(into: &shape)
                case 4: try reader.map(into: &parameters)
                case 5: try reader.message(into: &contents)
                default: try reader.skip()
                }
            }
        }
    }
}
