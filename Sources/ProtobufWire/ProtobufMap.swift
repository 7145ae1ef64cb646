/// A `map<string, …>` field. Keys are the same only when their bytes are the same, as protobuf has it: a dictionary of `String` would
/// hold "é" written as one character and as two for one key.
public struct ProtobufMap<Value: Sendable & Equatable>: Sendable, Equatable {
    private struct ExactKey: Hashable, Sendable {
        let text: String

        static func == (left: ExactKey, right: ExactKey) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

        func hash(into hasher: inout Hasher) {
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
            hasher.combine(0xFF as UInt8)
        }
    }

    private var values: [ExactKey: Value] = [:]

    public init() {}

    public init(_ dictionary: [String: Value]) {
        for (key, value) in dictionary { self[key] = value }
    }

    /// `nil` for a key that is not there; setting `nil` removes it.
    public subscript(_ key: String) -> Value? {
        get { values[ExactKey(text: key)] }
        set { values[ExactKey(text: key)] = newValue }
    }

    public var count: Int { values.count }
    public var isEmpty: Bool { values.isEmpty }

    /// All entries, in the order of their keys' bytes.
    public var entries: [(key: String, value: Value)] {
        values.map { (key: $0.key.text, value: $0.value) }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
}

extension ProtobufMap: ExpressibleByDictionaryLiteral {
    /// The last of equal keys wins.
    public init(dictionaryLiteral elements: (String, Value)...) {
        for (key, value) in elements { self[key] = value }
    }
}
