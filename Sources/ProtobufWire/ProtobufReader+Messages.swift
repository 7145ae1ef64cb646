/// Submessages and maps. What is generic over messages is inlinable, and uses public functions only, so that it is specialised in the
/// modules that own the messages: otherwise a verdict took half as long again, in metadata look-ups.
extension ProtobufReader {
    /// Merges into what is there; false when the value was skipped.
    @inlinable @discardableResult
    public mutating func message<Message: ProtobufMessage>(into message: inout Message) throws(ProtobufError) -> Bool {
        guard let outside = try enter() else { return false }
        while let number = try nextField() { try message.decodeField(number, from: &self) }
        leave(outside)
        return true
    }

    /// Merges into what is there, or into a new message.
    @inlinable
    public mutating func message<Message: ProtobufMessage>(into message: inout Message?) throws(ProtobufError) {
        let wasThere = message != nil
        // Taken out, so that what it holds is not copied: a message may come in as many pieces as the sender likes.
        var merged = message.take() ?? Message()
        if try self.message(into: &merged) || wasThere { message = merged }
    }

    /// Appends one.
    @inlinable
    public mutating func messages<Message: ProtobufMessage>(into values: inout [Message]) throws(ProtobufError) {
        var value = Message()
        guard try message(into: &value) else { return }
        try countElement()
        values.append(value)
    }

    public mutating func map(into values: inout ProtobufMap<Int64>) throws(ProtobufError) {
        try entry(into: &values, default: 0) { reader, value throws(ProtobufError) in value = try reader.int64() ?? value }
    }

    public mutating func map(into values: inout ProtobufMap<String>) throws(ProtobufError) {
        try entry(into: &values, default: "") { reader, value throws(ProtobufError) in value = try reader.string() ?? value }
    }

    public mutating func map<Message: ProtobufMessage>(into values: inout ProtobufMap<Message>) throws(ProtobufError) {
        try entry(into: &values, default: Message()) { reader, value throws(ProtobufError) in
            try reader.message(into: &value)
        }
    }

    /// On the wire a map is a repeated entry {key = 1, value = 2}, either of which may be missing. The last entry of a key wins.
    private mutating func entry<Value>(
        into values: inout ProtobufMap<Value>,
        default initial: Value,
        _ readValue: (inout ProtobufReader, inout Value) throws(ProtobufError) -> Void
    ) throws(ProtobufError) {
        guard let outside = try enter() else { return }
        try countElement()
        var key = ""
        var value = initial
        while let number = try nextField() {
            switch number {
            case 1: key = try string() ?? key
            case 2: try readValue(&self, &value)
            default: try skip()
            }
        }
        leave(outside)
        values[key] = value
    }
}
