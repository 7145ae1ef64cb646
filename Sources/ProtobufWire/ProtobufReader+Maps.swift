/// Maps with string keys: on the wire a repeated entry {key = 1, value = 2}, either of which may be missing. The last entry of a key wins.
extension ProtobufReader {
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

    private mutating func entry<Value>(
        into values: inout ProtobufMap<Value>,
        default initial: Value,
        _ readValue: (inout ProtobufReader, inout Value) throws(ProtobufError) -> Void
    ) throws(ProtobufError) {
        guard wireType == .lengthDelimited else { return try skip() }
        try countElement()
        var key = ""
        var value = initial
        try nested { reader throws(ProtobufError) in
            while let number = try reader.nextField() {
                switch number {
                case 1: key = try reader.string() ?? key
                case 2: try readValue(&reader, &value)
                default: try reader.skip()
                }
            }
        }
        values[key] = value
    }
}
