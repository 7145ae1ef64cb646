internal import HTTP2Transport

/// The one content type that gRPC has.
enum ContentType {
    /// `application/grpc`, alone or followed by `+` or `;`: `application/grpc-web` is another protocol.
    static func isGRPC(_ value: Span<UInt8>) -> Bool {
        if value.isEqual(to: "application/grpc") { return true }
        let prefix = "application/grpc"
        let lower = value.text.lowercased()
        guard lower.hasPrefix(prefix) else { return false }
        let next = lower.dropFirst(prefix.count).first
        return next == nil || next == "+" || next == ";"
    }

    static func isGRPC(_ block: borrowing HeaderBlock) -> Bool {
        var isGRPC = false
        block.forEach { name, value in
            if name.isEqual(to: "content-type") { isGRPC = Self.isGRPC(value) }
        }
        return isGRPC
    }
}
