import ProtobufWire

extension KServe {
    package struct SystemSharedMemoryStatusRequest: ProtobufMessage {
        package static let protobufName = "inference.SystemSharedMemoryStatusRequest"

        /// Empty: every region.
        package var name = ""

        package init() {}

        package init(name: String) {
            self.name = name
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            default: try reader.skip()
            }
        }
    }

    package struct SystemSharedMemoryStatusResponse: ProtobufMessage {
        package static let protobufName = "inference.SystemSharedMemoryStatusResponse"

        package var regions: ProtobufMap<RegionStatus> = [:]

        package init() {}

        package init(regions: ProtobufMap<RegionStatus>) {
            self.regions = regions
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.map(1, regions)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.map(into: &regions)
            default: try reader.skip()
            }
        }

        package struct RegionStatus: ProtobufMessage {
            package static let protobufName = "inference.SystemSharedMemoryStatusResponse.RegionStatus"

            package var name = ""
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
    }
}
