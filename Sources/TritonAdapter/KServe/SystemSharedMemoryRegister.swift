import ProtobufWire

extension KServe {
    package struct SystemSharedMemoryRegisterRequest: ProtobufMessage {
        package static let protobufName = "inference.SystemSharedMemoryRegisterRequest"

        package var name = ""
        /// The name under /dev/shm, with its leading slash.
        package var key = ""
        package var offset: UInt64 = 0
        package var byteSize: UInt64 = 0

        package init() {}

        package init(name: String, key: String = "", offset: UInt64 = 0, byteSize: UInt64 = 0) {
            self.name = name
            self.key = key
            self.offset = offset
            self.byteSize = byteSize
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.string(2, key)
            writer.uint64(3, offset)
            writer.uint64(4, byteSize)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: key = try reader.string() ?? key
            case 3: offset = try reader.uint64() ?? offset
            case 4: byteSize = try reader.uint64() ?? byteSize
            default: try reader.skip()
            }
        }
    }

    package struct SystemSharedMemoryRegisterResponse: ProtobufMessage {
        package static let protobufName = "inference.SystemSharedMemoryRegisterResponse"

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {}

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            try reader.skip()
        }
    }
}
