import ProtobufWire

extension KServe {
    package struct InferParameter: ProtobufMessage {
        package static let protobufName = "inference.InferParameter"

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
            case .double(let value): writer.double(4, present: value)
            case .uint64(let value): writer.uint64(5, present: value)
            case nil: break
            }
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: if let value = try reader.bool() { parameterChoice = .bool(value) }
            case 2: if let value = try reader.int64() { parameterChoice = .int64(value) }
            case 3: if let value = try reader.string() { parameterChoice = .string(value) }
            case 4: if let value = try reader.double() { parameterChoice = .double(value) }
            case 5: if let value = try reader.uint64() { parameterChoice = .uint64(value) }
            default: try reader.skip()
            }
        }

        package enum ParameterChoice: Sendable, Equatable {
            case bool(Bool)
            case int64(Int64)
            case string(String)
            case double(Double)
            case uint64(UInt64)
        }
    }
}
