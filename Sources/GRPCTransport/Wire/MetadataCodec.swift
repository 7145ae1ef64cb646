package import HTTP2Transport

/// Metadata between its two shapes: header fields on the wire, `GRPCMetadata` for the application.
///
/// Source: grpc/grpc `doc/PROTOCOL-HTTP2.md`, "Custom-Metadata".
package enum MetadataCodec {
    private static let connectionNames: Set<String> = [
        "te", "content-type", "content-length", "connection", "host", "keep-alive", "proxy-connection", "transfer-encoding",
        "upgrade",
        "user-agent",
    ]

    /// Whether the application may use the name: `[0-9a-z_.-]+`, neither `grpc-*` nor one of HTTP/2's own.
    package static func isCustomName(_ name: String) -> Bool {
        guard !name.isEmpty, !name.hasPrefix("grpc-"), !connectionNames.contains(name) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
            default: false
            }
        }
    }

    /// Whether every byte is printable ASCII or a space, with no space at either end (HTTP would cut it off).
    package static func isTextValue(_ value: String) -> Bool {
        value.utf8.first != 0x20 && value.utf8.last != 0x20 && value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    package static func append(_ metadata: GRPCMetadata, to fields: inout [HTTPField]) {
        for entry in metadata.entries {
            switch entry.value {
            case .text(let text): fields.append(HTTPField(entry.name, text))
            case .binary(let bytes): fields.append(HTTPField(entry.name, Base64.encode(bytes)))
            }
        }
    }

    /// The custom metadata of a block; pseudo-headers, HTTP's and gRPC's own names are skipped, and so are text values with bytes that may
    /// not travel. A `-bin` value may hold several values, parted by commas. `nil` where one is not base64.
    package static func decode(_ block: borrowing HeaderBlock) -> GRPCMetadata? {
        var metadata = GRPCMetadata()
        var isGood = true
        block.forEach { name, value in isGood = isGood && add(name, value, to: &metadata) }
        return isGood ? metadata : nil
    }

    /// The same for one field; false where a `-bin` value is not base64.
    static func add(_ name: Span<UInt8>, _ value: Span<UInt8>, to metadata: inout GRPCMetadata) -> Bool {
        // The names that every response has: not worth a string.
        if name.count == 0 || name[0] == UInt8(ascii: ":") || name.hasPrefix("grpc-") || name.isEqual(to: "content-type") {
            return true
        }
        let text = name.text
        guard isCustomName(text) else { return true }
        guard name.hasSuffix("-bin") else {
            metadata.add(text, value.text)
            return true
        }
        let encoded = value.withUnsafeBytes { Array($0) }
        for part in encoded.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard let bytes = Base64.decode(trimmed(part)) else { return false }
            metadata.add(text, binary: bytes)
        }
        return true
    }

    private static func trimmed(_ part: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var part = part
        while part.first == 0x20 { part = part.dropFirst() }
        while part.last == 0x20 { part = part.dropLast() }
        return part
    }
}
