package import HTTP2Transport

/// One call as the client sees it: pure, it turns what happened into what to do.
///
///     open ──headers──▶ answering ──trailers──▶ finished
///       └── trailers only, reset, lost, deadline, cancelled ──▲
///
/// Finishes once; whatever comes later is ignored, which also covers servers that repeat their last frames.
/// Source: grpc/grpc `doc/PROTOCOL-HTTP2.md`, "Responses"; `doc/http-grpc-status-mapping.md`.
package struct ClientCallState: Sendable {
    package enum Kind: Sendable { case unary, streaming }

    /// What to do, in this order.
    package struct Reaction: Sendable {
        package var reset: HTTP2ErrorCode?
        /// The server has not seen the call: it may go to another connection.
        package var retries = false
        /// Bytes that the server may send again.
        package var credit = 0
        /// Whoever waits for headers or a message should look.
        package var wakesReader = false
        /// The call is over.
        package var finishes = false

        package init() {}
    }

    private enum Stage {
        case open
        /// Headers came; `foreignHTTPStatus` is set where they were not gRPC's.
        case answering(foreignHTTPStatus: String?)
        case finished(GRPCStatus)
    }

    /// How often a call that no server has seen is sent again.
    package static let retryLimit = 5

    package let kind: Kind
    private let messageLimit: Int
    private var inbound: InboundMessages
    private var stage = Stage.open
    private var retryCount = 0
    /// `nil` until the headers came.
    package private(set) var initialMetadata: GRPCMetadata?
    package private(set) var trailingMetadata = GRPCMetadata()

    package init(kind: Kind, messageLimit: Int) {
        self.kind = kind
        self.messageLimit = messageLimit
        inbound = InboundMessages(messageLimit: messageLimit, acceptsCompressed: false)
    }

    package var isFinished: Bool { if case .finished = stage { true } else { false } }

    /// How the call ended; `nil` while it has not.
    package var status: GRPCStatus? { if case .finished(let status) = stage { status } else { nil } }

    // MARK: From the server

    package mutating func received(_ block: borrowing HeaderBlock, endsStream: Bool) -> Reaction {
        switch stage {
        case .finished: return Reaction()
        case .answering: return endsStream ? trailers(block) : Reaction()
        case .open: return headers(block, endsStream)
        }
    }

    private mutating func headers(_ block: borrowing HeaderBlock, _ endsStream: Bool) -> Reaction {
        let httpStatus = block.first(":status")
        // Informational responses come before the real one.
        if let httpStatus, httpStatus.utf8.count == 3, httpStatus.hasPrefix("1"), !endsStream { return Reaction() }
        if block.isOversize {
            return finish(
                GRPCStatus(.resourceExhausted, "response headers are over the limit"),
                reset: !endsStream
            )
        }
        guard let initial = MetadataCodec.decode(block) else {
            return finish(GRPCStatus(.internalError, "a -bin response header is not base64"), reset: !endsStream)
        }
        let isGRPC = httpStatus == "200" && ContentType.isGRPC(block)
        stage = .answering(foreignHTTPStatus: isGRPC ? nil : httpStatus ?? "missing")
        initialMetadata = endsStream ? .init() : initial
        if endsStream { return trailers(block) }
        if let name = block.first("grpc-encoding") {
            guard let encoding = GRPCCompression(rawValue: name) else {
                return finish(GRPCStatus(.internalError, "response encoding \(name.prefix(64)) was not offered"), reset: true)
            }
            if encoding != .identity { inbound = InboundMessages(messageLimit: messageLimit, acceptsCompressed: true) }
        }
        var reaction = Reaction()
        reaction.wakesReader = true
        return reaction
    }

    package mutating func received(_ data: UnsafeRawBufferPointer) -> Reaction {
        var reaction = Reaction()
        guard case .answering(nil) = stage else {
            reaction.credit = data.count
            return reaction
        }
        let hadMessage = inbound.hasMessage
        do {
            reaction.credit = try inbound.append(data)
        } catch {
            return finish(error.status, reset: true)
        }
        if kind == .unary {
            // The message itself is bounded; nothing else is to come.
            reaction.credit = data.count
            if hadMessage && !data.isEmpty || inbound.hasMoreThanAMessage {
                return finish(GRPCStatus(.unimplemented, "a unary call brings one message, more came"), reset: true)
            }
        } else {
            reaction.wakesReader = inbound.hasMessage
        }
        return reaction
    }

    /// The stream ended with DATA instead of trailers.
    package mutating func responseEnded() -> Reaction {
        switch stage {
        case .finished: Reaction()
        case .open: finish(GRPCStatus(.internalError, "the response ended before its headers"))
        case .answering(let httpStatus?): finish(StatusSynthesis.status(httpStatus: httpStatus))
        case .answering: finish(GRPCStatus(.unknown, "the response ended without a status"))
        }
    }

    package mutating func closed(_ code: HTTP2ErrorCode, isPastDeadline: Bool, mayRetry: Bool = true) -> Reaction {
        switch stage {
        case .finished: return Reaction()
        case .open where code == .refusedStream && mayRetry && retryCount < Self.retryLimit: return retry()
        case .open, .answering:
            if code == .noError { return responseEnded() }
            return finish(StatusSynthesis.status(reset: code, isPastDeadline: isPastDeadline))
        }
    }

    /// No stream could be opened: the call was not sent.
    package mutating func notSent() -> Reaction {
        guard case .open = stage else { return Reaction() }
        return retryCount < Self.retryLimit ? retry() : finish(GRPCStatus(.unavailable, "no connection takes the call"))
    }

    package mutating func connectionLost(_ reason: String) -> Reaction {
        isFinished ? Reaction() : finish(GRPCStatus(.unavailable, "the connection was lost: \(reason)"))
    }

    // MARK: From our side

    package mutating func deadlinePassed() -> Reaction {
        isFinished ? Reaction() : abandon(GRPCStatus(.deadlineExceeded, "the deadline passed"))
    }

    package mutating func cancelled() -> Reaction {
        isFinished ? Reaction() : abandon(GRPCStatus(.cancelled, "the caller cancelled the call"))
    }

    /// The channel gives the call up before it reached a connection, or the request cannot be sent.
    package mutating func refused(_ status: GRPCStatus) -> Reaction {
        isFinished ? Reaction() : finish(status, reset: true)
    }

    package enum Read: Sendable {
        case message(InboundMessage)
        /// The status was OK.
        case end
        case failed(GRPCStatus)
        /// Nothing has come yet: ask again when woken.
        case nothing
    }

    /// The next message; what came before the call failed is read before the failure.
    package mutating func read() -> (Read, Reaction) {
        var reaction = Reaction()
        do {
            if let (message, credit) = try inbound.next() {
                reaction.credit = credit
                return (.message(message), reaction)
            }
        } catch {
            let failure = isFinished ? reaction : finish(error.status, reset: true)
            return (.failed(error.status), failure)
        }
        guard case .finished(let status) = stage else { return (.nothing, reaction) }
        guard status.code == .ok else { return (.failed(status), reaction) }
        guard inbound.isAtBoundary else { return (.failed(Self.cutShort), reaction) }
        return (.end, reaction)
    }

    // MARK: Ending

    private mutating func trailers(_ block: borrowing HeaderBlock) -> Reaction {
        guard case .answering(let httpStatus) = stage else { return Reaction() }
        if block.isOversize {
            return finish(GRPCStatus(.resourceExhausted, "response trailers are over the limit"))
        }
        guard let status = StatusSynthesis.status(in: block) else {
            return httpStatus == nil
                ? finish(GRPCStatus(.unknown, "the trailers hold no grpc-status"))
                : finish(StatusSynthesis.status(httpStatus: httpStatus))
        }
        if let trailing = MetadataCodec.decode(block) {
            trailingMetadata = trailing
        } else if status.code == .ok {
            return finish(GRPCStatus(.internalError, "a -bin trailer is not base64"))
        }
        guard status.code == .ok else { return finish(status) }
        if kind == .unary, !inbound.hasMessage {
            return finish(GRPCStatus(.unimplemented, "a unary call brings one message, none came whole"))
        }
        if kind == .streaming, !inbound.hasMessage, !inbound.isAtBoundary { return finish(Self.cutShort) }
        return finish(status)
    }

    private static let cutShort = GRPCStatus(.internalError, "the response ended inside a message")

    private mutating func retry() -> Reaction {
        retryCount += 1
        var reaction = Reaction()
        reaction.retries = true
        return reaction
    }

    /// Ends the call at once: what waits to be read is dropped.
    private mutating func abandon(_ status: GRPCStatus) -> Reaction {
        let credit = inbound.discard()
        var reaction = finish(status, reset: true)
        reaction.credit = credit
        return reaction
    }

    private mutating func finish(_ status: GRPCStatus, reset: Bool = false) -> Reaction {
        stage = .finished(status)
        var reaction = Reaction()
        reaction.reset = reset ? .cancel : nil
        reaction.wakesReader = true
        reaction.finishes = true
        return reaction
    }
}
