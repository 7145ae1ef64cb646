import ProtobufWire

extension KServe {
    package struct ModelDynamicBatching: ProtobufMessage {
        package static let protobufName = "inference.ModelDynamicBatching"

        package var preferredBatchSize: [Int32] = []
        package var maxQueueDelayMicroseconds: UInt64 = 0
        package var preserveOrdering = false
        package var priorityLevels: UInt64 = 0
        package var defaultPriorityLevel: UInt64 = 0
        package var defaultQueuePolicy: ModelQueuePolicy?

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {
            writer.int32s(1, preferredBatchSize)
            writer.uint64(2, maxQueueDelayMicroseconds)
            writer.bool(3, preserveOrdering)
            writer.uint64(4, priorityLevels)
            writer.uint64(5, defaultPriorityLevel)
            writer.message(6, defaultQueuePolicy)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.int32s(into: &preferredBatchSize)
            case 2: maxQueueDelayMicroseconds = try reader.uint64() ?? maxQueueDelayMicroseconds
            case 3: preserveOrdering = try reader.bool() ?? preserveOrdering
            case 4: priorityLevels = try reader.uint64() ?? priorityLevels
            case 5: defaultPriorityLevel = try reader.uint64() ?? defaultPriorityLevel
            case 6: try reader.message(into: &defaultQueuePolicy)
            default: try reader.skip()
            }
        }
    }
}
