import ProtobufWire

extension KServe {
    package struct ModelRepositoryParameter: ProtobufMessage {
        package static let protobufName = "inference.ModelRepositoryParameter"

        package var parameterChoice: ParameterChoice?

        package init() {}

        package init(parameterChoice: ParameterChoice?) {
            self.parameterChoice = parameterChoice
        }

        package func encode(to writer: inout ProtobufWriter) {
            switch parameterChoice {
            case .bool(let value): writer.bool(1, present: value)
            case .int64(let value): writer.int64(2, present: value)
            case .string(let value): writer.string(3, present: value)
            case .bytes(let value): writer.bytes(4, present: value)
            case nil: break
            }
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: if let value = try reader.bool() { parameterChoice = .bool(value) }
            case 2: if let value = try reader.int64() { parameterChoice = .int64(value) }
            case 3: if let value = try reader.string() { parameterChoice = .string(value) }
            case 4: if let value = try reader.bytes() { parameterChoice = .bytes(value) }
            default: try reader.skip()
            }
        }

        package enum ParameterChoice: Sendable, Equatable {
            case bool(Bool)
            case int64(Int64)
            case string(String)
            case bytes(ArraySlice<UInt8>)
        }
    }
}
