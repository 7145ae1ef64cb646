package import HTTP2Transport

/// A request's headers, checked.
///
/// Source: grpc/grpc `doc/PROTOCOL-HTTP2.md`, "Requests".
package struct RequestHead: Sendable, Equatable {
    package let path: String
    package let timeout: Duration?
    package let metadata: GRPCMetadata

    /// Why a request is not taken on, and how it is answered.
    package struct Rejection: Error, Sendable, Equatable {
        package let httpStatus: Int
        package let status: GRPCStatus
        /// Sent along: what encodings would have been accepted.
        package var acceptsIdentityOnly = false
    }

    package init(_ block: HeaderBlock) throws(Rejection) {
        if block.isOversize {
            let message = "headers of \(block.byteCount) bytes are over the limit of 16384 bytes"
            throw Rejection(httpStatus: 200, status: GRPCStatus(.resourceExhausted, message))
        }
        guard block.first(":method") == "POST" else { throw Self.rejection(405, "gRPC calls are POST") }
        guard let type = block.first("content-type"), Self.isGRPC(type) else {
            throw Self.rejection(415, "content-type is not application/grpc")
        }
        guard block.fields.count(where: { $0.name == ":authority" || $0.name == "host" }) <= 1 else {
            throw Self.rejection(400, ":authority and host are given more than once")
        }
        if let encoding = block.first("grpc-encoding"), encoding != "identity" {
            let status = GRPCStatus(.unimplemented, "grpc-encoding \(encoding.prefix(64)) is not supported")
            throw Rejection(httpStatus: 200, status: status, acceptsIdentityOnly: true)
        }
        timeout = try Self.timeout(block)
        guard let metadata = MetadataCodec.decode(block.fields) else { throw Self.rejection(400, "a -bin header is not base64") }
        guard let path = block.first(":path") else { throw Self.rejection(400, "no :path") }
        self.metadata = metadata
        self.path = path
    }

    /// `application/grpc`, alone or followed by `+` or `;`: `application/grpc-web` is another protocol.
    package static func isGRPC(_ contentType: String) -> Bool {
        let prefix = "application/grpc"
        let lower = contentType.lowercased()
        guard lower.hasPrefix(prefix) else { return false }
        let next = lower.dropFirst(prefix.count).first
        return next == nil || next == "+" || next == ";"
    }

    private static func timeout(_ block: HeaderBlock) throws(Rejection) -> Duration? {
        let values = block.fields.filter { $0.name == "grpc-timeout" }
        guard let first = values.first else { return nil }
        guard values.count == 1, let timeout = TimeoutCodec.decode(first.value) else {
            throw rejection(400, "grpc-timeout is not a timeout")
        }
        return timeout
    }

    private static func rejection(_ httpStatus: Int, _ message: String) -> Rejection {
        Rejection(httpStatus: httpStatus, status: GRPCStatus(.internalError, message))
    }
}
