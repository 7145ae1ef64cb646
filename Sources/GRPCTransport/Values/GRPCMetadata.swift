/// The custom headers and trailers of a call: an ordered list of names with ASCII or binary values; names may repeat.
///
/// Names are lower case `[0-9a-z_.-]`; a name with a binary value ends in `-bin`. Names that start with `grpc-`, with `:`, or that
/// belong to HTTP/2 itself are refused by `add` and never surface here.
/// Source: grpc/grpc `doc/PROTOCOL-HTTP2.md`, "Custom-Metadata".
public struct GRPCMetadata: Sendable, Equatable {
    public enum Value: Sendable, Equatable {
        case text(String)
        case binary([UInt8])
    }

    public struct Entry: Sendable, Equatable {
        public let name: String
        public let value: Value
    }

    public private(set) var entries: [Entry] = []

    public init() {}

    public var isEmpty: Bool { entries.isEmpty }

    /// Appends an ASCII value (0x20…0x7E). Returns false, and appends nothing, where name or value may not travel.
    @discardableResult
    public mutating func add(_ name: String, _ value: String) -> Bool {
        guard MetadataCodec.isCustomName(name), !name.hasSuffix("-bin"), MetadataCodec.isTextValue(value) else { return false }
        entries.append(Entry(name: name, value: .text(value)))
        return true
    }

    /// Appends a binary value under a name ending in `-bin`. Returns false, and appends nothing, where the name may not travel.
    @discardableResult
    public mutating func add(_ name: String, binary value: [UInt8]) -> Bool {
        guard MetadataCodec.isCustomName(name), name.hasSuffix("-bin") else { return false }
        entries.append(Entry(name: name, value: .binary(value)))
        return true
    }

    /// Appends an entry that another metadata list already accepted.
    mutating func append(_ entry: Entry) { entries.append(entry) }

    /// The last ASCII value under the (lower case) name.
    public func text(_ name: String) -> String? {
        for entry in entries.reversed() where entry.name == name {
            if case .text(let value) = entry.value { return value }
        }
        return nil
    }

    /// The last binary value under the (lower case, `-bin`) name.
    public func binary(_ name: String) -> [UInt8]? {
        for entry in entries.reversed() where entry.name == name {
            if case .binary(let value) = entry.value { return value }
        }
        return nil
    }

    /// Every value under the name, in the order they came.
    public func values(_ name: String) -> [Value] {
        entries.filter { $0.name == name }.map(\.value)
    }
}
