package import HTTP2Transport

/// A request's headers, checked; its path is looked up in the block itself.
///
/// Source: grpc/grpc `doc/PROTOCOL-HTTP2.md`, "Requests".
package struct RequestHead: Sendable, Equatable {
    package private(set) var timeout: Duration?
    package private(set) var metadata = GRPCMetadata()
    /// How the request's messages are compressed.
    package private(set) var encoding = GRPCCompression.identity
    /// The caller reads gzip.
    package private(set) var acceptsGzip = false

    /// Why a request is not taken on, and how it is answered.
    package struct Rejection: Error, Sendable, Equatable {
        package let httpStatus: Int
        package let status: GRPCStatus
        /// Sent along: what encodings would have been accepted.
        package var namesEncodings = false
    }

    package init(_ block: borrowing HeaderBlock) throws(Rejection) {
        if block.isOversize {
            let message = "headers of \(block.byteCount) bytes are over the limit"
            throw Rejection(httpStatus: 200, status: GRPCStatus(.resourceExhausted, message))
        }
        var seen = Seen()
        var head = Parts()
        block.forEach { name, value in head.take(name, value, &seen) }
        guard seen.isPOST else { throw Self.rejection(405, "gRPC calls are POST") }
        guard seen.isGRPC else { throw Self.rejection(415, "content-type is not application/grpc") }
        guard seen.authorityCount <= 1, seen.hostCount <= 1 else {
            throw Self.rejection(400, ":authority or host is given more than once")
        }
        if seen.hasUnreadableAuthorization {
            let status = GRPCStatus(.unauthenticated, "the authorization header holds bytes that are not printable ASCII")
            throw Rejection(httpStatus: 200, status: status)
        }
        if let unknown = head.unknownEncoding {
            let status = GRPCStatus(.unimplemented, "grpc-encoding \(unknown.prefix(64)) is not supported")
            throw Rejection(httpStatus: 200, status: status, namesEncodings: true)
        }
        guard seen.timeoutCount <= 1, !head.hasBrokenTimeout else { throw Self.rejection(400, "grpc-timeout is not a timeout") }
        guard !head.hasBrokenMetadata else { throw Self.rejection(400, "a -bin header is not base64") }
        timeout = head.timeout
        metadata = head.metadata
        encoding = head.encoding
        acceptsGzip = head.acceptsGzip
    }

    private struct Seen {
        var isPOST = false
        var isGRPC = false
        var authorityCount = 0
        var hostCount = 0
        /// A claim that would be dropped, as if there had been none.
        var hasUnreadableAuthorization = false
        var timeoutCount = 0
    }

    private struct Parts {
        var timeout: Duration?
        var hasBrokenTimeout = false
        var metadata = GRPCMetadata()
        var hasBrokenMetadata = false
        var encoding = GRPCCompression.identity
        var unknownEncoding: String?
        var acceptsGzip = false

        mutating func take(_ name: Span<UInt8>, _ value: Span<UInt8>, _ seen: inout Seen) {
            guard name.count > 0 else { return }
            switch name[0] {
            case UInt8(ascii: ":"):
                if name.isEqual(to: ":method") { seen.isPOST = value.isEqual(to: "POST") }
                if name.isEqual(to: ":authority") { seen.authorityCount += 1 }
            case UInt8(ascii: "c") where name.isEqual(to: "content-type"): seen.isGRPC = ContentType.isGRPC(value)
            case UInt8(ascii: "c") where name.isEqual(to: "content-length"): break
            case UInt8(ascii: "h") where name.isEqual(to: "host"): seen.hostCount += 1
            case UInt8(ascii: "g") where name.hasPrefix("grpc-"): takeReserved(name, value, &seen)
            case UInt8(ascii: "t") where name.isEqual(to: "te"): break
            case UInt8(ascii: "u") where name.isEqual(to: "user-agent"): break
            default:
                if name.isEqual(to: "authorization"), !MetadataCodec.isTextValue(value.text) {
                    seen.hasUnreadableAuthorization = true
                }
                hasBrokenMetadata = hasBrokenMetadata || !MetadataCodec.add(name, value, to: &metadata)
            }
        }

        private mutating func takeReserved(_ name: Span<UInt8>, _ value: Span<UInt8>, _ seen: inout Seen) {
            if name.isEqual(to: "grpc-timeout") {
                seen.timeoutCount += 1
                timeout = TimeoutCodec.decode(value)
                if timeout == nil { hasBrokenTimeout = true }
            } else if name.isEqual(to: "grpc-encoding") {
                if value.isEqual(to: "gzip") {
                    encoding = .gzip
                } else if !value.isEqual(to: "identity") {
                    unknownEncoding = value.text
                }
            } else if name.isEqual(to: "grpc-accept-encoding") {
                acceptsGzip = acceptsGzip || value.text.split(separator: ",").contains { $0.filter { $0 != " " } == "gzip" }
            }
        }
    }

    private static func rejection(_ httpStatus: Int, _ message: String) -> Rejection {
        Rejection(httpStatus: httpStatus, status: GRPCStatus(.internalError, message))
    }
}
