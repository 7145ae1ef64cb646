/// The keys of one bank. The braces keep them on one shard and say where the name ends.
package struct BankKeys: Sendable, Equatable {
    /// A set of bank names, so that a follower need not scan millions of verdict keys to find a new bank. Only an index: a bank is its `meta` hash.
    package static let registry = "holster:banks"
    package static let metaPattern = "holster:{bank:*}:meta"

    package let name: String
    package var meta: String { "holster:{bank:\(name)}:meta" }
    package var entries: String { "holster:{bank:\(name)}:entries" }
    package var log: String { "holster:{bank:\(name)}:log" }

    /// `nil` unless the name is 1–64 of `[A-Za-z0-9_.-]`.
    package init?(name: String) {
        let isValid = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard isValid, (1...64).contains(name.utf8.count) else { return nil }
        self.name = name
    }

    /// From a key that ``metaPattern`` matched.
    package init?(metaKey: String) {
        let prefix = "holster:{bank:"
        let suffix = "}:meta"
        guard metaKey.hasPrefix(prefix), metaKey.hasSuffix(suffix), metaKey.utf8.count > prefix.utf8.count + suffix.utf8.count
        else { return nil }
        self.init(name: String(metaKey.dropFirst(prefix.count).dropLast(suffix.count)))
    }
}
