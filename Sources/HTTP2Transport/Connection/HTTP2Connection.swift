package import Reactor

/// One HTTP/2 connection: a byte transport, a session, and the watch over both. Everything happens on `loop`.
///
/// Reads feed the session; what the session and the layer above submit is gathered until the end of the loop's turn and leaves in as few
/// writes as possible. Memory: the output queue holds at most `HTTP2Settings.outputLimit` plus one frame.
//
// `@unchecked Sendable`: confined to `loop`; every entrance from above is documented "loop only" and `start` checks it.
package final class HTTP2Connection: @unchecked Sendable {
    package let loop: EventLoop
    /// Let go of when the connection closes.
    package var delegate: (any HTTP2ConnectionDelegate)?
    package private(set) var isClosed = false
    /// GOAWAY was sent or received.
    package private(set) var isGoingAway = false

    private let transport: any ByteTransport
    private let session: HTTP2Session
    private var watch: ConnectionWatch
    private let tickInterval: Duration
    private var registration: EventLoop.Registration?
    private var interest: Readiness = .readable
    private var tickTimer: EventLoop.Timer?
    private var drainTimer: EventLoop.Timer?
    private var isFlushPlanned = false
    /// Ticks since a peer that abuses the connection was told so.
    private var ticksSinceTermination = 0

    private static let keepalivePayload: UInt64 = 0x686f_6c73_7465_7201
    private static let drainPayload: UInt64 = 0x686f_6c73_7465_7202

    package init(
        loop: EventLoop,
        transport: any ByteTransport,
        settings: HTTP2Settings,
        limits: ConnectionWatch.Limits,
        tickInterval: Duration = .seconds(1)
    ) throws(HTTP2SessionError) {
        self.loop = loop
        self.transport = transport
        self.tickInterval = tickInterval
        session = try HTTP2Session(settings)
        watch = ConnectionWatch(limits: limits, now: .now)
    }

    package var openStreamCount: Int { session.streams.count }

    /// Bytes of bodies that wait for the peer's windows, over all streams.
    package var unsentByteCount: Int { session.unsentByteCount }

    /// The peer's, verified, where TLS asked for one; known once the connection is ready.
    package var peerCertificate: TLSPeerCertificate? { transport.peerCertificate }

    /// Loop only.
    package func forEachHandler(_ body: (any HTTP2StreamHandler) -> Void) {
        for stream in session.streams {
            if let handler = stream.handler { body(handler) }
        }
    }

    /// Loop only. Begins to read, and sends the preface.
    package func start() {
        loop.preconditionCurrent()
        session.events = self
        do {
            // Held until `close`, as the timers are: a weak reference would slow down every use of the object.
            registration = try loop.register(descriptor: transport.descriptor, interest: .readable) { self.ready($0) }
        } catch {
            return close(ConnectionEnd(.socketError, error.description))
        }
        planTick()
        planFlush()
    }

    // MARK: Streams (loop only)

    /// Opens a stream; `nil` where this connection takes no more.
    package func openStream(_ fields: HeaderList, body: OutboundBody?, handler: any HTTP2StreamHandler) -> HTTP2Stream? {
        guard !isClosed, !isGoingAway else { return nil }
        planFlush()
        let stream = session.submitRequest(fields, body: body)
        stream?.handler = handler
        return stream
    }

    /// Without a body the headers end the stream.
    package func respond(_ stream: HTTP2Stream, _ fields: HeaderList, body: OutboundBody?) {
        guard !isClosed, !stream.isClosed else { return }
        planFlush()
        if !session.submitResponse(stream, fields, body: body) { session.submitReset(stream, .internalError) }
    }

    /// More of a body that is not finished.
    package func append(_ pieces: [OutboundBody.Piece], to stream: HTTP2Stream) {
        guard !isClosed else { return }
        planFlush()
        session.append(pieces, to: stream)
    }

    /// Ends a body; with trailers where there are some.
    package func finishBody(of stream: HTTP2Stream, trailers: HeaderList? = nil) {
        guard !isClosed else { return }
        planFlush()
        session.finishBody(of: stream, trailers: trailers)
    }

    package func reset(_ stream: HTTP2Stream, _ code: HTTP2ErrorCode) {
        guard !isClosed else { return }
        planFlush()
        session.submitReset(stream, code)
    }

    /// RST_STREAM that follows the response submitted before.
    package func resetAfterResponse(_ stream: HTTP2Stream, _ code: HTTP2ErrorCode) {
        stream.resetAfterResponse = code
    }

    /// RST_STREAM(CANCEL) at the end of the turn, where part of the body is still unsent then: the peer's own reset may be under way.
    package func abandonIfUnsent(_ stream: HTTP2Stream) {
        guard !isClosed, stream.unsentByteCount > 0 || stream.body?.isFinished == false else { return }
        loop.atEndOfTurn {
            if !stream.isClosed { self.reset(stream, .cancel) }
        }
    }

    package func consume(_ stream: HTTP2Stream, byteCount: Int) {
        guard !isClosed else { return }
        planFlush()
        session.consume(stream, byteCount: byteCount)
    }

    // MARK: Ending (loop only)

    /// Announces the end with GOAWAY 2³¹−1 and a PING; on its ACK, or after a second, the final GOAWAY names the last stream taken on.
    /// Streams up to it finish, then the connection closes.
    package func drain() {
        guard !isClosed, drainTimer == nil, !isGoingAway else { return }
        session.submitShutdownNotice()
        session.submitPing(payload: Self.drainPayload)
        drainTimer = loop.schedule(after: .seconds(1)) { self.finishDrain() }
        planFlush()
    }

    private func finishDrain() {
        guard !isClosed, !isGoingAway else { return }
        isGoingAway = true
        session.submitGoAway(.noError)
        planFlush()
    }

    package func close(_ end: ConnectionEnd) {
        guard !isClosed else { return }
        isClosed = true
        if let registration { loop.deregister(registration) }
        if let tickTimer { loop.cancel(tickTimer) }
        if let drainTimer { loop.cancel(drainTimer) }
        registration = nil
        transport.finish()
        // What the peer did is the reason, whatever its sockets then reported.
        let end = session.termination ?? end
        session.events = nil
        let delegate = delegate
        self.delegate = nil
        let open = session.forgetAll()
        delegate?.connectionClosed(self, end)
        for stream in open {
            let handler = stream.handler
            stream.handler = nil
            handler?.connectionClosed(end)
        }
    }

    // MARK: Reading and writing

    private func ready(_ readiness: Readiness) {
        if !readiness.isDisjoint(with: [.readable, .failed]) { read() }
        if readiness.contains(.writable) { flush() }
    }

    /// At most 512 KiB in one go, so that one connection does not starve the others of the loop.
    private func read() {
        loop.withScratchBuffer { buffer in
            for _ in 0..<4 where !isClosed {
                switch transport.read(into: buffer) {
                case .bytes(let count):
                    let now = MonotonicTime.now
                    watch.received(at: now.instant)
                    if let failure = session.receive(UnsafeRawBufferPointer(rebasing: buffer[..<count]), now: now) {
                        flush()
                        return close(failure)
                    }
                    if count < buffer.count, !transport.hasBufferedInput { return }
                case .wouldBlock: return
                case .ended: return close(ConnectionEnd(.peerClosed, "the peer closed the connection"))
                case .failed(let error): return close(end(of: error))
                }
            }
            if transport.hasBufferedInput { loop.execute { self.read() } }
        }
        if !isClosed { planFlush() }
    }

    private func planFlush() {
        guard !isFlushPlanned, !isClosed else { return }
        isFlushPlanned = true
        loop.atEndOfTurn(self)
    }

    private func flush() {
        var hasWritten = false
        while !isClosed {
            if let failure = session.fillOutput() { return close(failure) }
            if session.output.isEmpty {
                // TLS may hold bytes of its own.
                if !transport.pendingInterest.isEmpty, case .failed(let error) = transport.write(.init(start: nil, count: 0)) {
                    return close(end(of: error))
                }
                // What waits for the peer's windows waits for the peer, too.
                watch.wrote(someBytes: hasWritten, backlog: streamBacklog, at: .now)
                watchFor(transport.interest(hasOutput: false))
                if session.isFinished { close(ConnectionEnd(.finished, "finished")) }
                return
            }
            switch session.output.withVectors({ transport.write($0) }) {
            case .bytes(let count):
                session.output.removeFirst(count)
                hasWritten = true
            case .wouldBlock, .ended:
                watch.wrote(someBytes: hasWritten, backlog: .much, at: .now)
                return watchFor(transport.interest(hasOutput: true))
            case .failed(let error): return close(end(of: error))
            }
        }
    }

    /// From so many bytes on, waiting for the peer's windows is like waiting for its socket.
    private static let muchByteCount = 1 << 20

    private var streamBacklog: ConnectionWatch.Backlog {
        session.unsentByteCount == 0 ? .none : session.unsentByteCount < Self.muchByteCount ? .little : .much
    }

    /// The handshake's failures are TLS's, whatever they were to the socket.
    private func end(of error: SocketError) -> ConnectionEnd {
        ConnectionEnd(transport.isEstablished ? .socketError : .tls, error.description)
    }

    private func watchFor(_ wanted: Readiness) {
        guard wanted != interest, let registration else { return }
        interest = wanted
        do {
            try loop.setInterest(wanted, of: registration)
        } catch {
            close(ConnectionEnd(.socketError, error.description))
        }
    }

    private func planTick() {
        tickTimer = loop.schedule(after: tickInterval) { self.tick() }
    }

    private func tick() {
        guard !isClosed else { return }
        planTick()
        if session.termination != nil {
            ticksSinceTermination += 1
            if ticksSinceTermination > 2 { return close(ConnectionEnd(.local, "the peer was told to go")) }
        }
        let now = ContinuousClock.now
        if openStreamCount == 0 { session.output.shrink() }
        switch watch.check(openStreamCount: openStreamCount, headerBlockBegan: session.headerBlockBegan?.instant, at: now) {
        case .none: break
        case .ping:
            session.submitPing(payload: Self.keepalivePayload)
            planFlush()
        case .drain: drain()
        case .close(let end): return close(end)
        }
        delegate?.connection(self, tickedAt: now)
    }
}

extension HTTP2Connection: LoopTurnParticipant {
    package func loopTurnEnded() {
        isFlushPlanned = false
        flush()
    }
}

extension HTTP2Connection: HTTP2SessionEvents {
    func sessionBecameReady() {
        watch.becameReady()
        delegate?.connectionBecameReady(self)
    }

    func session(opened stream: HTTP2Stream, headers: borrowing HeaderBlock, endsStream: Bool) {
        delegate?.connection(self, opened: stream, headers: headers, endsStream: endsStream)
    }

    func sessionReceivedStreamFrame() { watch.receivedStreamFrame() }

    func sessionPingAcknowledged(payload: UInt64) {
        if payload == Self.drainPayload {
            finishDrain()
        } else {
            watch.pingAcknowledged()
        }
    }

    func sessionGoingAway(lastStream: Int32, errorCode: HTTP2ErrorCode) {
        isGoingAway = true
        delegate?.connectionGoingAway(self)
    }
}
