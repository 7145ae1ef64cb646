import ProtobufWire

extension KServe {
    package struct RepositoryIndexRequest: ProtobufMessage {
        package static let protobufName = "inference.RepositoryIndexRequest"

        /// Empty: every repository.
        package var repositoryName = ""
        /// Only models that are ready.
        package var ready = false

        package init() {}

        package init(repositoryName: String, ready: Bool = false) {
            self.repositoryName = repositoryName
            self.ready = ready
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, repositoryName)
            writer.bool(2, ready)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: repositoryName = try reader.string() ?? repositoryName
            case 2: ready = try reader.bool() ?? ready
            default: try reader.skip()
            }
        }
    }

    package struct RepositoryIndexResponse: ProtobufMessage {
        package static let protobufName = "inference.RepositoryIndexResponse"

        package var models: [ModelIndex] = []

        package init() {}

        package init(models: [ModelIndex]) {
            self.models = models
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.messages(1, models)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.messages(into: &models)
            default: try reader.skip()
            }
        }

        package struct ModelIndex: ProtobufMessage {
            package static let protobufName = "inference.RepositoryIndexResponse.ModelIndex"

            package var name = ""
            package var version = ""
            /// READY, UNAVAILABLE, LOADING, UNLOADING, UNKNOWN, or empty for a model that was never loaded.
            package var state = ""
            package var reason = ""

            package init() {}

            package init(name: String, version: String = "", state: String = "", reason: String = "") {
                self.name = name
                self.version = version
                self.state = state
                self.reason = reason
            }

            package func encode(to writer: inout ProtobufWriter) {
                writer.string(1, name)
                writer.string(2, version)
                writer.string(3, state)
                writer.string(4, reason)
            }

            package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
                switch number {
                case 1: name = try reader.string() ?? name
                case 2: version = try reader.string() ?? version
                case 3: state = try reader.string() ?? state
                case 4: reason = try reader.string() ?? reason
                default: try reader.skip()
                }
            }
        }
    }
}
