/// Which values of something that callers write become labels of metrics: a bounded set, so that no caller can make series without end.
///
/// Either the set that was configured, or the first values that were seen; any other value is ``other``. A value that was taken keeps its
/// label until the process ends.
public struct ContextLabels: Sendable, Equatable {
    public static let other = "other"
    /// The label of an empty value.
    public static let none = "none"

    /// Values taken at most, ``other`` and ``none`` not counted.
    public let limit: Int
    private var taken: Set<String>
    private let takesNew: Bool

    /// With `values` these and no others are labels, `limit` of them at most; without, the first `limit` that are asked for.
    public init(limit: Int, values: [String] = []) {
        self.limit = max(0, limit)
        taken = Set(values.prefix(self.limit))
        takesNew = values.isEmpty
    }

    /// The label for a value that ``category(_:)`` or ``region(_:)`` made.
    public mutating func label(for value: String) -> String {
        if value.isEmpty { return Self.none }
        if taken.contains(value) { return value }
        guard takesNew, taken.count < limit else { return Self.other }
        taken.insert(value)
        return value
    }

    /// A category as it is compared and shown: in lower case, its first 64 characters, without space around it.
    public static func category(_ text: String) -> String { trimmed(text.prefix(64)).lowercased() }

    /// The country of a region: `DE` of `de-BY`.
    public static func region(_ text: String) -> String {
        trimmed(text.prefix { $0 != "-" && $0 != "_" }.prefix(16)).uppercased()
    }

    private static func trimmed(_ text: Substring) -> String {
        var rest = text.drop { $0.isWhitespace }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
