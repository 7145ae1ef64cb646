public import ProtobufWire

extension HolsterV1 {
    /// One answer of CheckStream.
    public struct CheckStreamResponse: ProtobufMessage {
        public static let protobufName = "holster.v1.CheckStreamResponse"

        /// Of the request that this answers.
        public var requestID = ""
        public var outcome: Outcome?

        public init() {}

        public init(requestID: String, outcome: Outcome? = nil) {
            self.requestID = requestID
            self.outcome = outcome
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, requestID)
            switch outcome {
            case .verdict(let value): writer.message(2, value)
            case .failure(let value): writer.message(3, value)
            case nil: break
            }
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: requestID = try reader.string() ?? requestID
            case 2:
                var value: Verdict?
                if case .verdict(let current) = outcome { (value, outcome) = (current, nil) }
                try reader.message(into: &value)
                if let value { outcome = .verdict(value) }
            case 3:
                var value: CheckFailure?
                if case .failure(let current) = outcome { (value, outcome) = (current, nil) }
                try reader.message(into: &value)
                if let value { outcome = .failure(value) }
            default: try reader.skip()
            }
        }

        public enum Outcome: Sendable, Equatable {
            case verdict(Verdict)
            /// This listing got no verdict; the stream goes on.
            case failure(CheckFailure)
        }
    }
}
