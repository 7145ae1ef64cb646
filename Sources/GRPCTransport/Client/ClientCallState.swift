package import HTTP2Transport

/// One call as the client sees it: pure, it turns what happened into what to do.
///
///     open ──headers──▶ answering ──trailers──▶ finished
///       └── trailers only, reset, lost, deadline, cancelled ──▲
///
/// Finishes once; whatever comes later is ignored, which also covers servers that repeat their last frames.
/// Source: grpc/grpc `doc/PROTOCOL-HTTP2.md`, "Responses"; `doc/http-grpc-status-mapping.md`.
package struct ClientCallState: Sendable {
    package enum Action: Sendable {
        case finish(Result<GRPCUnaryResponse, GRPCStatus>)
        case reset(HTTP2ErrorCode)
        /// The server has not seen the call: it may go to another connection.
        case retry
    }

    private enum Stage {
        case open
        /// Headers came; `httpStatus` is set where they were not gRPC's.
        case answering(initial: GRPCMetadata, foreignHTTPStatus: String?)
        case finished
    }

    /// How often a call that no server has seen is sent again.
    package static let retryLimit = 5

    private let messageLimit: Int
    private var deframer: MessageDeframer
    private var stage = Stage.open
    private var message: ArraySlice<UInt8>?
    private var retryCount = 0

    package init(messageLimit: Int) {
        self.messageLimit = messageLimit
        deframer = MessageDeframer(messageLimit: messageLimit)
    }

    package var isFinished: Bool { if case .finished = stage { true } else { false } }

    package mutating func received(_ block: HeaderBlock, endsStream: Bool) -> [Action] {
        switch stage {
        case .finished: return []
        case .answering: return endsStream ? trailers(block) : []
        case .open:
            // Informational responses come before the real one.
            if let status = block.first(":status"), status.utf8.count == 3, status.hasPrefix("1"), !endsStream { return [] }
            if block.isOversize {
                return fail(GRPCStatus(.resourceExhausted, "response headers are over the limit of 16384 bytes"), reset: true)
            }
            guard let initial = MetadataCodec.decode(block.fields) else {
                return fail(GRPCStatus(.internalError, "a -bin response header is not base64"), reset: !endsStream)
            }
            let httpStatus = block.first(":status")
            let isGRPC = httpStatus == "200" && block.first("content-type").map(RequestHead.isGRPC) == true
            stage = .answering(initial: endsStream ? .init() : initial, foreignHTTPStatus: isGRPC ? nil : httpStatus ?? "missing")
            if endsStream { return trailers(block) }
            if let encoding = block.first("grpc-encoding"), encoding != "identity" {
                return fail(GRPCStatus(.internalError, "response encoding \(encoding.prefix(64)) was not offered"), reset: true)
            }
            return []
        }
    }

    package mutating func received(_ data: UnsafeRawBufferPointer) -> [Action] {
        guard case .answering(_, nil) = stage else { return [] }
        var extra = false
        do {
            try deframer.append(data) { complete in
                if message == nil { message = complete[...] } else { extra = true }
            }
        } catch {
            return fail(error.status, reset: true)
        }
        return extra ? fail(GRPCStatus(.unimplemented, "a unary call brings one message, more came"), reset: true) : []
    }

    /// The stream ended with DATA instead of trailers.
    package mutating func responseEnded() -> [Action] {
        switch stage {
        case .finished: return []
        case .open: return fail(GRPCStatus(.internalError, "the response ended before its headers"))
        case .answering(_, let httpStatus?): return fail(StatusSynthesis.status(httpStatus: httpStatus))
        case .answering: return fail(GRPCStatus(.unknown, "the response ended without a status"))
        }
    }

    package mutating func closed(_ code: HTTP2ErrorCode, isPastDeadline: Bool) -> [Action] {
        switch stage {
        case .finished: return []
        case .open where code == .refusedStream && retryCount < Self.retryLimit:
            retryCount += 1
            return [.retry]
        case .open, .answering:
            if code == .noError { return responseEnded() }
            return fail(StatusSynthesis.status(reset: code, isPastDeadline: isPastDeadline))
        }
    }

    /// No stream could be opened: the call was not sent.
    package mutating func notSent() -> [Action] {
        guard case .open = stage else { return [] }
        retryCount += 1
        return retryCount <= Self.retryLimit ? [.retry] : fail(GRPCStatus(.unavailable, "no connection takes the call"))
    }

    package mutating func connectionLost(_ reason: String) -> [Action] {
        isFinished ? [] : fail(GRPCStatus(.unavailable, "the connection was lost: \(reason)"))
    }

    package mutating func deadlinePassed() -> [Action] {
        isFinished ? [] : fail(GRPCStatus(.deadlineExceeded, "the deadline passed"), reset: true)
    }

    package mutating func cancelled() -> [Action] {
        isFinished ? [] : fail(GRPCStatus(.cancelled, "the caller cancelled the call"), reset: true)
    }

    /// The channel gives the call up before it reached a connection.
    package mutating func refused(_ status: GRPCStatus) -> [Action] {
        isFinished ? [] : fail(status)
    }

    private mutating func trailers(_ block: HeaderBlock) -> [Action] {
        guard case .answering(let initial, let httpStatus) = stage else { return [] }
        if block.isOversize { return fail(GRPCStatus(.resourceExhausted, "response trailers are over the limit of 16384 bytes")) }
        guard let status = StatusSynthesis.status(in: block) else {
            return httpStatus == nil
                ? fail(GRPCStatus(.unknown, "the trailers hold no grpc-status"))
                : fail(StatusSynthesis.status(httpStatus: httpStatus))
        }
        guard status.code == .ok else { return fail(status) }
        guard let trailing = MetadataCodec.decode(block.fields) else {
            return fail(GRPCStatus(.internalError, "a -bin trailer is not base64"))
        }
        guard let message, deframer.isAtBoundary else {
            return fail(GRPCStatus(.unimplemented, "a unary call brings one message, none came whole"))
        }
        stage = .finished
        return [.finish(.success(GRPCUnaryResponse(message: message, initialMetadata: initial, trailingMetadata: trailing)))]
    }

    private mutating func fail(_ status: GRPCStatus, reset: Bool = false) -> [Action] {
        stage = .finished
        message = nil
        return reset ? [.reset(.cancel), .finish(.failure(status))] : [.finish(.failure(status))]
    }
}
