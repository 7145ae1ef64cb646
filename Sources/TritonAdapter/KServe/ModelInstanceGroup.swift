import ProtobufWire

extension KServe {
    package struct ModelInstanceGroup: ProtobufMessage {
        package static let protobufName = "inference.ModelInstanceGroup"

        package var name = ""
        package var count: Int32 = 0
        package var gpus: [Int32] = []
        package var kind: Kind = .auto

        package init() {}

        package init(name: String, count: Int32 = 0, gpus: [Int32] = [], kind: Kind = .auto) {
            self.name = name
            self.count = count
            self.gpus = gpus
            self.kind = kind
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.int32(2, count)
            writer.int32s(3, gpus)
            writer.enumeration(4, kind)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: count = try reader.int32() ?? count
            case 3: try reader.int32s(into: &gpus)
            case 4: kind = try reader.enumeration() ?? kind
            default: try reader.skip()
            }
        }

        package struct Kind: ProtobufEnumeration {
            package let rawValue: Int32

            package init(rawValue: Int32) { self.rawValue = rawValue }

            package static let auto = Kind(rawValue: 0)
            package static let gpu = Kind(rawValue: 1)
            package static let cpu = Kind(rawValue: 2)
            package static let model = Kind(rawValue: 3)
        }
    }
}
