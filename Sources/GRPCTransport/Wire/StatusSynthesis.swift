package import HTTP2Transport

/// The status of a call whose server sent none.
///
/// Source: grpc/grpc `doc/http-grpc-status-mapping.md` and `doc/PROTOCOL-HTTP2.md`, "Errors".
package enum StatusSynthesis {
    package static func status(httpStatus: String?) -> GRPCStatus {
        let code: GRPCStatusCode
        switch httpStatus {
        case "400", "431": code = .internalError
        case "401": code = .unauthenticated
        case "403": code = .permissionDenied
        case "404": code = .unimplemented
        case "429", "502", "503", "504": code = .unavailable
        default: code = .unknown
        }
        return GRPCStatus(code, "the server answered without a gRPC status (HTTP \(httpStatus ?? "status missing"))")
    }

    /// For a stream that was reset before its trailers.
    package static func status(reset code: HTTP2ErrorCode, isPastDeadline: Bool) -> GRPCStatus {
        let status: GRPCStatusCode
        switch code {
        case .refusedStream: status = .unavailable
        case .cancel: status = isPastDeadline ? .deadlineExceeded : .cancelled
        case .enhanceYourCalm: status = .resourceExhausted
        case .inadequateSecurity: status = .permissionDenied
        default: status = .internalError
        }
        return GRPCStatus(status, "the stream was reset (\(code))")
    }

    /// The status in a block of trailers; `nil` where it holds none. A number that is no number is UNKNOWN.
    package static func status(in block: HeaderBlock) -> GRPCStatus? {
        guard let number = block.first("grpc-status") else { return nil }
        let code = number.utf8.count <= 9 ? Int(number) : nil
        let message = block.first("grpc-message").map(PercentCodec.decode) ?? ""
        guard let code, code >= 0 else {
            return GRPCStatus(.unknown, "grpc-status is not a number: \(number.prefix(32)); \(message)")
        }
        return GRPCStatus(GRPCStatusCode(rawValue: code), message)
    }
}
