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
        taken = Set(Set(values).sorted().prefix(self.limit))
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

    /// A category as it is compared and shown: in lower case, of its first 64 code points.
    public static func category(_ text: String) -> String { plain(text.unicodeScalars.prefix(64)).lowercased() }

    /// The country of a region: `DE` of `de-BY`.
    public static func region(_ text: String) -> String {
        plain(text.unicodeScalars.prefix { $0 != "-" && $0 != "_" }.prefix(16)).uppercased()
    }

    /// Without what pages and terminals obey instead of showing it, and without space around it.
    private static func plain(_ text: Substring.UnicodeScalarView) -> String {
        var rest = text.filter {
            ![.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }[...]
        while rest.first?.properties.isWhitespace == true { rest.removeFirst() }
        while rest.last?.properties.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
