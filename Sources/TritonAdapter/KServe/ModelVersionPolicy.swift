import ProtobufWire

extension KServe {
    package struct ModelVersionPolicy: ProtobufMessage {
        package static let protobufName = "inference.ModelVersionPolicy"

        package var policyChoice: PolicyChoice?

        package init() {}

        package init(policyChoice: PolicyChoice?) {
            self.policyChoice = policyChoice
        }

        package func encode(to writer: inout ProtobufWriter) {
            switch policyChoice {
            case .latest(let value): writer.message(1, value)
            case .all(let value): writer.message(2, value)
            case .specific(let value): writer.message(3, value)
            case nil: break
            }
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1:
                var value: Latest?
                if case .latest(let current) = policyChoice { (value, policyChoice) = (current, nil) }
                try reader.message(into: &value)
                if let value { policyChoice = .latest(value) }
            case 2:
                var value: All?
                if case .all(let current) = policyChoice { (value, policyChoice) = (current, nil) }
                try reader.message(into: &value)
                if let value { policyChoice = .all(value) }
            case 3:
                var value: Specific?
                if case .specific(let current) = policyChoice { (value, policyChoice) = (current, nil) }
                try reader.message(into: &value)
                if let value { policyChoice = .specific(value) }
            default: try reader.skip()
            }
        }

        package enum PolicyChoice: Sendable, Equatable {
            case latest(Latest)
            case all(All)
            case specific(Specific)
        }

        package struct Latest: ProtobufMessage {
            package static let protobufName = "inference.ModelVersionPolicy.Latest"

            package var numVersions: UInt32 = 0

            package init() {}

            package init(numVersions: UInt32) {
                self.numVersions = numVersions
            }

            package func encode(to writer: inout ProtobufWriter) {
                writer.uint32(1, numVersions)
            }

            package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
                switch number {
                case 1: numVersions = try reader.uint32() ?? numVersions
                default: try reader.skip()
                }
            }
        }

        package struct All: ProtobufMessage {
            package static let protobufName = "inference.ModelVersionPolicy.All"

            package init() {}

            package func encode(to writer: inout ProtobufWriter) {}

            package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
                try reader.skip()
            }
        }

        package struct Specific: ProtobufMessage {
            package static let protobufName = "inference.ModelVersionPolicy.Specific"

            package var versions: [Int64] = []

            package init() {}

            package init(versions: [Int64]) {
                self.versions = versions
            }

            package func encode(to writer: inout ProtobufWriter) {
                writer.int64s(1, versions)
            }

            package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
                switch number {
                case 1: try reader.int64s(into: &versions)
                default: try reader.skip()
                }
            }
        }
    }
}
