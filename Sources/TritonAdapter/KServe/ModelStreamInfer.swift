import ProtobufWire

extension KServe {
    package struct ModelStreamInferResponse: ProtobufMessage {
        package static let protobufName = "inference.ModelStreamInferResponse"

        package var errorMessage = ""
        package var inferResponse: ModelInferResponse?

        package init() {}

        package init(errorMessage: String, inferResponse: ModelInferResponse? = nil) {
            self.errorMessage = errorMessage
            self.inferResponse = inferResponse
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, errorMessage)
            writer.message(2, inferResponse)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: errorMessage = try reader.string() ?? errorMessage
            case 2: try reader.message(into: &inferResponse)
            default: try reader.skip()
            }
        }
    }
}
