public import ProtobufWire

extension HolsterV1 {
    /// An amount of money in millionths of the currency's unit: 12.50 USD is 12500000. No binary fractions.
    public struct Price: ProtobufMessage {
        public static let protobufName = "holster.v1.Price"

        public var amountMicros: Int64 = 0
        /// ISO 4217 code such as "USD".
        public var currency = ""

        public init() {}

        public init(amountMicros: Int64, currency: String = "") {
            self.amountMicros = amountMicros
            self.currency = currency
        }

        public func encode(to writer: inout ProtobufWriter) {
            writer.int64(1, amountMicros)
            writer.string(2, currency)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: amountMicros = try reader.int64() ?? amountMicros
            case 2: currency = try reader.string() ?? currency
            default: try reader.skip()
            }
        }
    }
}
