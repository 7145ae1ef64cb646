import ProtobufWire

extension KServe {
    package struct RepositoryModelLoadRequest: ProtobufMessage {
        package static let protobufName = "inference.RepositoryModelLoadRequest"

        package var repositoryName = ""
        package var modelName = ""
        /// "config": JSON text; "file:<version>/<name>": bytes.
        package var parameters: ProtobufMap<ModelRepositoryParameter> = [:]

        package init() {}

        package init(repositoryName: String, modelName: String = "", parameters: ProtobufMap<ModelRepositoryParameter> = [:]) {
            self.repositoryName = repositoryName
            self.modelName = modelName
            self.parameters = parameters
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, repositoryName)
            writer.string(2, modelName)
            writer.map(3, parameters)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: repositoryName = try reader.string() ?? repositoryName
            case 2: modelName = try reader.string() ?? modelName
            case 3: try reader.map(into: &parameters)
            default: try reader.skip()
            }
        }
    }

    package struct RepositoryModelLoadResponse: ProtobufMessage {
        package static let protobufName = "inference.RepositoryModelLoadResponse"

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {}

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            try reader.skip()
        }
    }
}
