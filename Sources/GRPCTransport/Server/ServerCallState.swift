package import HTTP2Transport

/// One call as the server sees it: pure, it turns what happened into what to do.
///
///     receiving ──END_STREAM, one message──▶ running ──handler returned──▶ answered
///         └───────── refused, broken, deadline, reset ────────────────────────▲
///
/// Nothing is sent before the answer is known, so that every failure is one block of trailers ("Trailers-Only"). Once answered, all
/// further input is ignored. A streaming call adds stages that send messages while it runs; the inputs stay the same.
/// Source: grpc/grpc `doc/PROTOCOL-HTTP2.md`, "Responses"; `doc/statuscodes.md`.
package struct ServerCallState: Sendable {
    package enum Action: Sendable {
        /// Call `timedOut` at this instant.
        case arm(ContinuousClock.Instant)
        case run(RequestHead, message: ArraySlice<UInt8>, deadline: ContinuousClock.Instant?)
        case respond([HTTPField], body: OutboundBody?)
        /// The rest of the request is not wanted: RST_STREAM(NO_ERROR) once the response is out.
        case waveOffRequest
        case cancelHandler
    }

    private enum Stage {
        case idle
        case receiving(RequestHead)
        case running
        case answered
    }

    private let responseLimit: Int
    private let receiveTimeout: Duration
    private var deframer: MessageDeframer
    private var stage = Stage.idle
    private var message: ArraySlice<UInt8>?
    private var hasRequestEnded = false
    private var deadline: ContinuousClock.Instant?

    package init(requestLimit: Int, responseLimit: Int, receiveTimeout: Duration) {
        self.responseLimit = responseLimit
        self.receiveTimeout = receiveTimeout
        deframer = MessageDeframer(messageLimit: requestLimit)
    }

    package var isAnswered: Bool { if case .answered = stage { true } else { false } }

    /// Bytes of the request held while it arrives.
    package var bufferedByteCount: Int { deframer.bufferedByteCount + (message?.count ?? 0) }

    // MARK: From the caller

    package mutating func received(
        _ block: HeaderBlock,
        endsStream: Bool,
        now: ContinuousClock.Instant,
        isKnown: (String) -> Bool
    ) -> [Action] {
        hasRequestEnded = hasRequestEnded || endsStream
        guard case .idle = stage else { return endsStream ? requestEnded() : [] }
        let head: RequestHead
        do {
            head = try RequestHead(block)
        } catch {
            return answer(ResponseFields.rejection(error), body: nil)
        }
        guard isKnown(head.path) else { return fail(GRPCStatus(.unimplemented, "unknown method \(head.path.prefix(256))")) }
        if let timeout = head.timeout {
            guard timeout > .zero else { return fail(GRPCStatus(.deadlineExceeded, "the deadline had passed on arrival")) }
            deadline = now.advanced(by: timeout)
        }
        stage = .receiving(head)
        let received = now.advanced(by: receiveTimeout)
        let armed = Action.arm(deadline.map { min($0, received) } ?? received)
        return endsStream ? [armed] + requestEnded() : [armed]
    }

    package mutating func received(_ data: UnsafeRawBufferPointer) -> [Action] {
        guard case .receiving = stage else { return [] }
        var extra = false
        do {
            try deframer.append(data) { complete in
                if message == nil { message = complete[...] } else { extra = true }
            }
        } catch {
            return fail(error.status)
        }
        return extra ? fail(GRPCStatus(.unimplemented, "a unary call takes one message, more came")) : []
    }

    package mutating func requestEnded() -> [Action] {
        hasRequestEnded = true
        guard case .receiving(let head) = stage else { return [] }
        guard deframer.isAtBoundary else { return fail(GRPCStatus(.internalError, "the request ended inside a message")) }
        guard let message else { return fail(GRPCStatus(.unimplemented, "a unary call takes one message, none came")) }
        self.message = nil
        stage = .running
        let run = Action.run(head, message: message, deadline: deadline)
        // While it runs only the caller's own deadline counts.
        return deadline.map { [.arm($0), run] } ?? [run]
    }

    /// The stream is gone: reset by the caller, or broken.
    package mutating func closed() -> [Action] {
        let wasRunning = isRunning
        end()
        return wasRunning ? [.cancelHandler] : []
    }

    // MARK: From our side

    package mutating func handlerReturned(
        _ result: Result<GRPCMessage, GRPCStatus>,
        initial: GRPCMetadata = .init(),
        trailing: GRPCMetadata = .init()
    ) -> [Action] {
        guard isRunning else { return [] }
        switch result {
        case .failure(let status):
            let sent = status.code == .ok ? GRPCStatus(.internalError, "the handler failed with the status OK") : status
            var both = initial
            for entry in trailing.entries { both.append(entry) }
            return answer(ResponseFields.trailersOnly(sent, both), body: nil)
        case .success(let response):
            let byteCount = response.byteCount
            guard byteCount <= responseLimit, let prefix = MessageDeframer.prefix(byteCount: byteCount) else {
                return fail(
                    GRPCStatus(.resourceExhausted, "response of \(byteCount) bytes is over the limit of \(responseLimit) bytes")
                )
            }
            let trailers = ResponseFields.trailers(GRPCStatus(.ok, ""), trailing)
            return answer(
                ResponseFields.headers(initial),
                body: OutboundBody(segments: [prefix[...]] + response.segments, trailers: trailers)
            )
        }
    }

    /// The instant last armed has come.
    package mutating func timedOut() -> [Action] {
        switch stage {
        case .idle, .answered: return []
        case .running: return [.cancelHandler] + fail(GRPCStatus(.deadlineExceeded, "the deadline passed"))
        case .receiving: return fail(GRPCStatus(.deadlineExceeded, "the request did not arrive in time"))
        }
    }

    /// The server will not run this call: too many already, or draining.
    package mutating func refuse(_ status: GRPCStatus) -> [Action] {
        if case .answered = stage { return [] }
        return fail(status)
    }

    /// Lets go of what was held of the request.
    private mutating func end() {
        stage = .answered
        message = nil
        deframer = MessageDeframer(messageLimit: 0)
    }

    private var isRunning: Bool { if case .running = stage { true } else { false } }

    private mutating func fail(_ status: GRPCStatus) -> [Action] {
        answer(ResponseFields.trailersOnly(status), body: nil)
    }

    private mutating func answer(_ fields: [HTTPField], body: OutboundBody?) -> [Action] {
        end()
        // RFC 9113 section 8.1: answered before the request was read to its end, the rest is waved off.
        return hasRequestEnded ? [.respond(fields, body: body)] : [.respond(fields, body: body), .waveOffRequest]
    }
}
