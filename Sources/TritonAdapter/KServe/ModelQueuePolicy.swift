import ProtobufWire

extension KServe {
    package struct ModelQueuePolicy: ProtobufMessage {
        package static let protobufName = "inference.ModelQueuePolicy"

        package var timeoutAction: TimeoutAction = .reject
        package var defaultTimeoutMicroseconds: UInt64 = 0
        package var allowTimeoutOverride = false
        package var maxQueueSize: UInt32 = 0

        package init() {}

        package init(
            timeoutAction: TimeoutAction,
            defaultTimeoutMicroseconds: UInt64 = 0,
            allowTimeoutOverride: Bool = false,
            maxQueueSize: UInt32 = 0
        ) {
            self.timeoutAction = timeoutAction
            self.defaultTimeoutMicroseconds = defaultTimeoutMicroseconds
            self.allowTimeoutOverride = allowTimeoutOverride
            self.maxQueueSize = maxQueueSize
        }

        package func encode(to writer: inout ProtobufWriter) {
            writer.enumeration(1, timeoutAction)
            writer.uint64(2, defaultTimeoutMicroseconds)
            writer.bool(3, allowTimeoutOverride)
            writer.uint32(4, maxQueueSize)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: timeoutAction = try reader.enumeration() ?? timeoutAction
            case 2: defaultTimeoutMicroseconds = try reader.uint64() ?? defaultTimeoutMicroseconds
            case 3: allowTimeoutOverride = try reader.bool() ?? allowTimeoutOverride
            case 4: maxQueueSize = try reader.uint32() ?? maxQueueSize
            default: try reader.skip()
            }
        }

        package struct TimeoutAction: ProtobufEnumeration {
            package let rawValue: Int32

            package init(rawValue: Int32) { self.rawValue = rawValue }

            package static let reject = TimeoutAction(rawValue: 0)
            package static let delay = TimeoutAction(rawValue: 1)
        }
    }
}
