/// What names and values of metadata look like on the wire.
///
/// Source: grpc/grpc `doc/PROTOCOL-HTTP2.md`, "Custom-Metadata"; RFC 4648 section 4 for base64.
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

    /// Whether every byte is printable ASCII or a space.
    package static func isTextValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}
