enum SeriesKind: String, Sendable {
    case counter, gauge, histogram
}

/// A metric's name and its label pairs, in the order they are rendered.
struct SeriesKey: Hashable, Comparable, Sendable {
    let name: String
    let kind: SeriesKind
    private let pairs: [String]

    init(name: String, kind: SeriesKind, dimensions: [(String, String)]) {
        self.name = name
        self.kind = kind
        pairs = dimensions.map { "\(Self.legalName($0.0))=\"\(Self.escaped($0.1))\"" }.sorted()
    }

    /// `{a="b",le="0.1"}`, or nothing when there are no labels.
    func labels(extra: String? = nil) -> String {
        let all = pairs + (extra.map { [$0] } ?? [])
        return all.isEmpty ? "" : "{\(all.joined(separator: ","))}"
    }

    static func legalName(_ text: String) -> String {
        let mapped = text.unicodeScalars.map { scalar -> Character in
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)) ? Character(scalar) : "_"
        }
        let name = String(mapped)
        return name.first?.isNumber ?? true ? "_" + name : name
    }

    /// Scalar by scalar: a quote with an accent, or CR LF, is one `Character` that equals neither quote nor line feed.
    private static func escaped(_ value: String) -> String {
        value.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    static func < (left: SeriesKey, right: SeriesKey) -> Bool {
        left.name != right.name ? left.name < right.name : left.pairs.lexicographicallyPrecedes(right.pairs)
    }
}
