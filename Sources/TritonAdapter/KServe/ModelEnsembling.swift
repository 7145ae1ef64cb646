import ProtobufWire

extension KServe {
    package struct ModelEnsembling: ProtobufMessage {
        package static let protobufName = "inference.ModelEnsembling"

        package var step: [Step] = []

        package init() {}

        package init(step: [Step]) {
            self.step = step
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.messages(1, step)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.messages(into: &step)
            default: try reader.skip()
            }
        }

        package struct Step: ProtobufMessage {
            package static let protobufName = "inference.ModelEnsembling.Step"

            package var modelName = ""
            /// -1: the newest.
            package var modelVersion: Int64 = 0
            package var inputMap: ProtobufMap<String> = [:]
            package var outputMap: ProtobufMap<String> = [:]

            package init() {}

            package init(
                modelName: String,
                modelVersion: Int64 = 0,
                inputMap: ProtobufMap<String> = [:],
                outputMap: ProtobufMap<String> = [:]
            ) {
                self.modelName = modelName
                self.modelVersion = modelVersion
                self.inputMap = inputMap
                self.outputMap = outputMap
            }

            package func encode(to writer: inout ProtobufWriter) {
                writer.string(1, modelName)
                writer.int64(2, modelVersion)
                writer.map(3, inputMap)
                writer.map(4, outputMap)
            }

            package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
                switch number {
                case 1: modelName = try reader.string() ?? modelName
                case 2: modelVersion = try reader.int64() ?? modelVersion
                case 3: try reader.map(into: &inputMap)
                case 4: try reader.map(into: &outputMap)
                default: try reader.skip()
                }
            }
        }
    }
}
