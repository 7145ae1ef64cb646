import ProtobufWire

extension KServe {
    package struct ModelConfig: ProtobufMessage {
        package static let protobufName = "inference.ModelConfig"

        package var name = ""
        package var platform = ""
        package var backend = ""
        package var versionPolicy: ModelVersionPolicy?
        /// 0: the model does not batch.
        package var maxBatchSize: Int32 = 0
        package var input: [ModelInput] = []
        package var output: [ModelOutput] = []
        package var schedulingChoice: SchedulingChoice?
        package var instanceGroup: [ModelInstanceGroup] = []
        package var parameters: ProtobufMap<ModelParameter> = [:]
        package var responseCache: ModelResponseCache?

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.string(2, platform)
            writer.message(3, versionPolicy)
            writer.int32(4, maxBatchSize)
            writer.messages(5, input)
            writer.messages(6, output)
            writer.messages(7, instanceGroup)
            switch schedulingChoice {
            case .dynamicBatching(let value): writer.message(11, value)
            case .ensembleScheduling(let value): writer.message(15, value)
            case nil: break
            }
            writer.map(14, parameters)
            writer.string(17, backend)
            writer.message(24, responseCache)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: platform = try reader.string() ?? platform
            case 3: try reader.message(into: &versionPolicy)
            case 4: maxBatchSize = try reader.int32() ?? maxBatchSize
            case 5: try reader.messages(into: &input)
            case 6: try reader.messages(into: &output)
            case 7: try reader.messages(into: &instanceGroup)
            case 11:
                var value: ModelDynamicBatching?
                if case .dynamicBatching(let current) = schedulingChoice { (value, schedulingChoice) = (current, nil) }
                try reader.message(into: &value)
                if let value { schedulingChoice = .dynamicBatching(value) }
            case 14: try reader.map(into: &parameters)
            case 15:
                var value: ModelEnsembling?
                if case .ensembleScheduling(let current) = schedulingChoice { (value, schedulingChoice) = (current, nil) }
                try reader.message(into: &value)
                if let value { schedulingChoice = .ensembleScheduling(value) }
            case 17: backend = try reader.string() ?? backend
            case 24: try reader.message(into: &responseCache)
            default: try reader.skip()
            }
        }

        package enum SchedulingChoice: Sendable, Equatable {
            case dynamicBatching(ModelDynamicBatching)
            case ensembleScheduling(ModelEnsembling)
        }
    }

    package struct ModelConfigRequest: ProtobufMessage {
        package static let protobufName = "inference.ModelConfigRequest"

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

    package struct ModelConfigResponse: ProtobufMessage {
        package static let protobufName = "inference.ModelConfigResponse"

        package var config: ModelConfig?

        package init() {}

        package init(config: ModelConfig?) {
            self.config = config
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.message(1, config)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.message(into: &config)
            default: try reader.skip()
            }
        }
    }
}
