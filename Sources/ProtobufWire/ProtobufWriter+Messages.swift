/// Submessages and maps; inlinable for the reason given at the reader's.
extension ProtobufWriter {
    /// A message that is there is written even when all its fields are at their defaults.
    @inlinable
    public mutating func message<Message: ProtobufMessage>(_ number: Int, _ value: Message?) {
        guard let value else { return }
        let nested = beginNested(number)
        value.encode(to: &self)
        endNested(nested)
    }

    @inlinable
    public mutating func messages<Message: ProtobufMessage>(_ number: Int, _ values: [Message]) {
        for value in values {
            let nested = beginNested(number)
            value.encode(to: &self)
            endNested(nested)
        }
    }

    public mutating func map(_ number: Int, _ values: ProtobufMap<Int64>) {
        entries(number, values) { $0.int64(2, present: $1) }
    }

    public mutating func map(_ number: Int, _ values: ProtobufMap<String>) {
        entries(number, values) { $0.string(2, present: $1) }
    }

    public mutating func map<Message: ProtobufMessage>(_ number: Int, _ values: ProtobufMap<Message>) {
        entries(number, values) { $0.message(2, $1) }
    }

    /// In the order of their keys, so that equal messages have equal bytes.
    private mutating func entries<Value>(
        _ number: Int,
        _ values: ProtobufMap<Value>,
        _ writeValue: (inout ProtobufWriter, Value) -> Void
    ) {
        guard !values.isEmpty else { return }
        for (key, value) in values.entries {
            let nested = beginNested(number)
            string(1, present: key)
            writeValue(&self, value)
            endNested(nested)
        }
    }
}
