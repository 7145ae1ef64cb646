package import HTTP2Transport

/// One call as the server sees it: pure, it turns what happened into what to do.
///
///     receiving ──END_STREAM, one message──▶ running ──handler returned──▶ answered         unary
///         └───────── refused, broken, deadline, reset ────────────────────────▲
///     running, messages in and out ──handler returned, or any of the above──▶ answered      streaming
///
/// Headers are held back until the first message, so that every earlier failure is one block of trailers ("Trailers-Only"). Once answered,
/// all further input is ignored.
/// Source: grpc/grpc `doc/PROTOCOL-HTTP2.md`, "Responses"; `doc/statuscodes.md`.
package struct ServerCallState: Sendable {
    package enum Kind: Sendable { case unary, streaming }

    package struct Limits: Sendable {
        package var request: Int
        package var response: Int

        package init(request: Int, response: Int) {
            self.request = request
            self.response = response
        }
    }

    /// What to do, in this order.
    package struct Reaction: Sendable {
        package var cancelsHandler = false
        /// Bytes that the sender may send again.
        package var credit = 0
        package var output: Output?
        /// The rest of the request is not wanted: RST_STREAM(NO_ERROR) once the response is out.
        package var wavesOffRequest = false
        /// Run the handler: with its message where the call is unary.
        package var start: Start?
        /// Whoever waits for a message, or for the request's end, should look.
        package var wakesReader = false

        package init() {}
    }

    package enum Output: Sendable {
        case respond(HeaderList, body: OutboundBody?)
        case append([OutboundBody.Piece])
        case finish(trailers: HeaderList)
        case reset(HTTP2ErrorCode)
    }

    package enum Start: Sendable {
        case unary(InboundMessage)
        case streaming
    }

    private enum Stage {
        case idle
        case receiving
        case running(hasSentHeaders: Bool)
        case answered
    }

    private var limits: Limits
    private var stage = Stage.idle
    private var kind = Kind.unary
    private var deframer = MessageDeframer(messageLimit: 0)
    private var message: InboundMessage?
    private var inbound: InboundMessages?
    private var hasRequestEnded = false

    package init(limits: Limits) { self.limits = limits }

    package var isAnswered: Bool { if case .answered = stage { true } else { false } }

    /// The request is still arriving, and nobody reads it yet.
    package var isReceiving: Bool { if case .receiving = stage { true } else { false } }

    /// Bytes of the request held while it arrives.
    package var bufferedByteCount: Int {
        deframer.bufferedByteCount + (message?.bytes.count ?? 0) + (inbound?.heldByteCount ?? 0)
    }

    // MARK: From the caller

    /// The headers were good, and the method is one of ours.
    /// `requestLimit`: the method's own.
    package mutating func began(
        _ kind: Kind,
        encoding: GRPCCompression,
        requestLimit: Int? = nil,
        endsStream: Bool
    ) -> Reaction {
        guard case .idle = stage else { return Reaction() }
        limits.request = min(limits.request, requestLimit ?? limits.request)
        self.kind = kind
        let isCompressed = encoding != .identity
        switch kind {
        case .unary:
            stage = .receiving
            deframer = MessageDeframer(messageLimit: limits.request, acceptsCompressed: isCompressed)
            return endsStream ? requestEnded() : Reaction()
        case .streaming:
            stage = .running(hasSentHeaders: false)
            inbound = InboundMessages(messageLimit: limits.request, acceptsCompressed: isCompressed)
            hasRequestEnded = endsStream
            var reaction = Reaction()
            reaction.start = .streaming
            return reaction
        }
    }

    /// The headers were not good.
    package mutating func rejected(_ rejection: RequestHead.Rejection, endsStream: Bool) -> Reaction {
        hasRequestEnded = endsStream
        return answer(.respond(ResponseFields.rejection(rejection), body: nil))
    }

    package mutating func received(_ data: UnsafeRawBufferPointer) -> Reaction {
        var reaction = Reaction()
        switch stage {
        case .idle, .answered: reaction.credit = data.count
        case .receiving:
            var rest = data
            do {
                while let next = try deframer.next(&rest) {
                    guard message == nil else {
                        return fail(GRPCStatus(.unimplemented, "a unary call takes one message, more came"), credit: data.count)
                    }
                    message = next
                }
            } catch {
                return fail(error.status, credit: data.count)
            }
            // Messages are gathered whole, under the server's limit on held bytes: their bytes count as taken when they arrive.
            reaction.credit = data.count
        case .running:
            guard inbound != nil else {
                reaction.credit = data.count
                return reaction
            }
            do {
                reaction.credit = try inbound?.append(data) ?? data.count
            } catch {
                return fail(error.status, credit: data.count)
            }
            reaction.wakesReader = true
        }
        return reaction
    }

    package mutating func requestEnded() -> Reaction {
        hasRequestEnded = true
        var reaction = Reaction()
        switch stage {
        case .idle, .answered: break
        case .running: reaction.wakesReader = true
        case .receiving:
            guard deframer.isAtBoundary else { return fail(GRPCStatus(.internalError, "the request ended inside a message")) }
            guard let message else { return fail(GRPCStatus(.unimplemented, "a unary call takes one message, none came")) }
            self.message = nil
            stage = .running(hasSentHeaders: false)
            reaction.start = .unary(message)
        }
        return reaction
    }

    /// The stream is gone: reset by the caller, or broken.
    package mutating func closed() -> Reaction {
        var reaction = Reaction()
        reaction.cancelsHandler = isRunning
        reaction.wakesReader = true
        end()
        return reaction
    }

    // MARK: From the handler

    package enum Read: Sendable {
        case message(InboundMessage)
        case end
        case failed(GRPCStatus)
        /// Nothing has come yet: ask again when woken.
        case nothing
    }

    /// The next message of a streaming call.
    package mutating func read() -> (Read, Reaction) {
        var reaction = Reaction()
        guard isRunning else { return (.failed(GRPCStatus(.cancelled, "the call is over")), reaction) }
        do {
            if let (message, credit) = try inbound?.next() {
                reaction.credit = credit
                return (.message(message), reaction)
            }
        } catch {
            return (.failed(error.status), fail(error.status))
        }
        guard hasRequestEnded else { return (.nothing, reaction) }
        if inbound?.isAtBoundary == false {
            let status = GRPCStatus(.internalError, "the request ended inside a message")
            return (.failed(status), fail(status))
        }
        return (.end, reaction)
    }

    /// One message of a streaming call, or (`nil`) only the headers. Throws where the call cannot carry it.
    package mutating func send(
        _ message: GRPCMessage?,
        isCompressed: Bool,
        encoding: GRPCCompression,
        initial: @autoclosure () -> GRPCMetadata
    ) throws(GRPCStatus) -> Reaction {
        guard case .running(let hasSentHeaders) = stage else { throw GRPCStatus(.cancelled, "the call is over") }
        var reaction = Reaction()
        var pieces: [OutboundBody.Piece] = []
        if let message { pieces = try framed(message, isCompressed) }
        if hasSentHeaders {
            reaction.output = pieces.isEmpty ? nil : .append(pieces)
        } else {
            stage = .running(hasSentHeaders: true)
            let headers = ResponseFields.headers(initial(), encoding: encoding)
            reaction.output = .respond(headers, body: OutboundBody(pieces, isFinished: false))
        }
        return reaction
    }

    /// The handler of a unary call returned its message.
    package mutating func returned(
        _ message: GRPCMessage,
        isCompressed: Bool = false,
        initial: GRPCMetadata = .init(),
        trailing: GRPCMetadata = .init()
    ) -> Reaction {
        guard isRunning else { return Reaction() }
        let pieces: [OutboundBody.Piece]
        do { pieces = try framed(message, isCompressed) } catch { return fail(error) }
        let body = OutboundBody(pieces, trailers: ResponseFields.trailers(GRPCStatus(.ok, ""), trailing))
        return answer(.respond(ResponseFields.headers(initial, encoding: isCompressed ? .gzip : .identity), body: body))
    }

    /// The handler ended: a streaming one (`nil`: well), or a unary one with an error.
    package mutating func ended(
        _ failure: GRPCStatus?,
        initial: GRPCMetadata = .init(),
        trailing: GRPCMetadata = .init()
    ) -> Reaction {
        guard case .running(let hasSentHeaders) = stage else { return Reaction() }
        var status = failure ?? GRPCStatus(.ok, "")
        if failure?.code == .ok { status = GRPCStatus(.internalError, "the handler failed with the status OK") }
        if hasSentHeaders { return answer(.finish(trailers: ResponseFields.trailers(status, trailing))) }
        var both = initial
        for entry in trailing.entries { both.append(entry) }
        return answer(.respond(ResponseFields.trailersOnly(status, both), body: nil))
    }

    // MARK: From our side

    /// The call's deadline, or the time that its request may take to arrive, has passed.
    package mutating func timedOut() -> Reaction {
        switch stage {
        case .idle, .answered: return Reaction()
        case .running(hasSentHeaders: true):
            // Trailers would wait behind messages that the caller may never read.
            var reaction = answer(.reset(.cancel))
            reaction.cancelsHandler = true
            return reaction
        case .running: return fail(GRPCStatus(.deadlineExceeded, "the deadline passed"))
        case .receiving: return fail(GRPCStatus(.deadlineExceeded, "the request did not arrive in time"))
        }
    }

    /// The server will not run this call (any more): too many already, over a quota, not allowed.
    package mutating func refuse(_ status: GRPCStatus) -> Reaction {
        isAnswered ? Reaction() : fail(status)
    }

    private func framed(_ message: GRPCMessage, _ isCompressed: Bool) throws(GRPCStatus) -> [OutboundBody.Piece] {
        let byteCount = message.byteCount
        guard byteCount <= limits.response, let pieces = message.pieces(isCompressed: isCompressed) else {
            throw GRPCStatus(.resourceExhausted, "response of \(byteCount) bytes is over the limit of \(limits.response) bytes")
        }
        return pieces
    }

    private var isRunning: Bool { if case .running = stage { true } else { false } }

    /// Lets go of what was held of the request. Returns the credit for it.
    @discardableResult
    private mutating func end() -> Int {
        stage = .answered
        message = nil
        deframer = MessageDeframer(messageLimit: 0)
        defer { inbound = nil }
        return inbound?.discard() ?? 0
    }

    private mutating func fail(_ status: GRPCStatus, credit: Int = 0) -> Reaction {
        let wasRunning = isRunning
        var output = Output.respond(ResponseFields.trailersOnly(status), body: nil)
        if case .running(hasSentHeaders: true) = stage { output = .finish(trailers: ResponseFields.trailers(status)) }
        var reaction = answer(output)
        reaction.cancelsHandler = wasRunning
        reaction.credit += credit
        return reaction
    }

    private mutating func answer(_ output: Output) -> Reaction {
        var reaction = Reaction()
        reaction.credit = end()
        reaction.output = output
        reaction.wakesReader = true
        // RFC 9113 section 8.1: answered before the request was read to its end, the rest is waved off.
        if case .reset = output { return reaction }
        reaction.wavesOffRequest = !hasRequestEnded
        return reaction
    }
}
