package import Reactor

/// One HTTP/2 connection: a byte transport, a session, and the watch over both. Everything happens on `loop`.
///
/// Reads feed the session; what the session and the layer above submit is gathered until the end of the loop's turn and leaves in as few
/// writes as possible. Memory: the output queue holds at most `HTTP2Settings.outputLimit` plus one frame.
//
// `@unchecked Sendable`: confined to `loop`; every entrance from above is documented "loop only" and `start` checks it.
package final class HTTP2Connection: @unchecked Sendable {
    package let loop: EventLoop
    package weak var delegate: (any HTTP2ConnectionDelegate)?
    /// Whoever owns the connection may mark it for its own book-keeping.
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

    /// Loop only. Begins to read, and sends the preface.
    package func start() {
        loop.preconditionCurrent()
        session.events = self
        do {
            registration = try loop.register(descriptor: transport.descriptor, interest: .readable) { [weak self] readiness in
                self?.ready(readiness)
            }
        } catch {
            return close(reason: error.description)
        }
        planTick()
        planFlush()
    }

    // MARK: Streams (loop only)

    /// Opens a stream; `nil` where this connection takes no more.
    package func openStream(_ fields: [HTTPField], body: OutboundBody?) -> Int32? {
        guard !isClosed, !isGoingAway else { return nil }
        planFlush()
        return session.submitRequest(fields, body: body)
    }

    /// Without a body the headers end the stream.
    package func respond(_ stream: Int32, _ fields: [HTTPField], body: OutboundBody?) {
        guard !isClosed else { return }
        planFlush()
        if !session.submitResponse(stream, fields, body: body) { session.submitReset(stream, .internalError) }
    }

    package func reset(_ stream: Int32, _ code: HTTP2ErrorCode) {
        guard !isClosed else { return }
        planFlush()
        session.submitReset(stream, code)
    }

    /// RST_STREAM that follows the response submitted before.
    package func resetAfterResponse(_ stream: Int32, _ code: HTTP2ErrorCode) {
        session.submitResetAfterResponse(stream, code)
    }

    /// Part of what the stream is to send has not left yet.
    package func hasUnsentBody(_ stream: Int32) -> Bool {
        (session.streams[stream]?.body?.byteCount ?? 0) > 0
    }

    package func consume(_ stream: Int32, byteCount: Int) {
        guard !isClosed else { return }
        session.consume(stream, byteCount: byteCount)
    }

    // MARK: Ending (loop only)

    /// Announces the end with GOAWAY 2³¹−1 and a PING; on its ACK, or after a second, the final GOAWAY names the last stream taken on.
    /// Streams up to it finish, then the connection closes.
    package func drain() {
        guard !isClosed, drainTimer == nil, !isGoingAway else { return }
        session.submitShutdownNotice()
        session.submitPing(payload: Self.drainPayload)
        drainTimer = loop.schedule(after: .seconds(1)) { [weak self] in self?.finishDrain() }
        planFlush()
    }

    private func finishDrain() {
        guard !isClosed, !isGoingAway else { return }
        isGoingAway = true
        session.submitGoAway(.noError)
        planFlush()
    }

    package func close(reason: String) {
        guard !isClosed else { return }
        isClosed = true
        if let registration { loop.deregister(registration) }
        if let tickTimer { loop.cancel(tickTimer) }
        if let drainTimer { loop.cancel(drainTimer) }
        registration = nil
        transport.finish()
        delegate?.connectionClosed(self, reason: reason)
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
                    let now = ContinuousClock.now
                    watch.received(at: now)
                    if let failure = session.receive(UnsafeRawBufferPointer(rebasing: buffer[..<count]), now: now) {
                        flush()
                        return close(reason: failure)
                    }
                    if count < buffer.count { return }
                case .wouldBlock: return
                case .ended: return close(reason: "the peer closed the connection")
                case .failed(let error): return close(reason: error.description)
                }
            }
        }
        if !isClosed { planFlush() }
    }

    private func planFlush() {
        guard !isFlushPlanned, !isClosed else { return }
        isFlushPlanned = true
        loop.atEndOfTurn { [weak self] in
            guard let self else { return }
            isFlushPlanned = false
            flush()
        }
    }

    private func flush() {
        while !isClosed {
            if let failure = session.fillOutput() { return close(reason: failure) }
            if session.output.isEmpty {
                watch.wrote(someBytes: false, bytesWait: false, at: .now)
                want(.readable)
                if session.isFinished { close(reason: "finished") }
                return
            }
            switch session.output.withVectors({ transport.write($0) }) {
            case .bytes(let count):
                session.output.removeFirst(count)
                watch.wrote(someBytes: true, bytesWait: !session.output.isEmpty, at: .now)
            case .wouldBlock, .ended:
                watch.wrote(someBytes: false, bytesWait: true, at: .now)
                return want([.readable, .writable])
            case .failed(let error):
                return close(reason: error.description)
            }
        }
    }

    private func want(_ wanted: Readiness) {
        guard wanted != interest, let registration else { return }
        interest = wanted
        do {
            try loop.setInterest(wanted, of: registration)
        } catch {
            close(reason: error.description)
        }
    }

    private func planTick() {
        tickTimer = loop.schedule(after: tickInterval) { [weak self] in self?.tick() }
    }

    private func tick() {
        guard !isClosed else { return }
        planTick()
        switch watch.check(openStreamCount: openStreamCount, at: .now) {
        case .none: break
        case .ping:
            session.submitPing(payload: Self.keepalivePayload)
            planFlush()
        case .drain: drain()
        case .close(let reason): close(reason: reason)
        }
    }
}

extension HTTP2Connection: HTTP2SessionEvents {
    func sessionBecameReady() {
        watch.becameReady()
        delegate?.connectionBecameReady(self)
    }

    func session(stream: Int32, headers: HeaderBlock, endsStream: Bool) {
        watch.receivedStreamFrame()
        delegate?.connection(self, stream: stream, headers: headers, endsStream: endsStream)
    }

    func session(stream: Int32, data: UnsafeRawBufferPointer) {
        watch.receivedStreamFrame()
        delegate?.connection(self, stream: stream, data: data)
    }

    func session(streamEnded stream: Int32) {
        delegate?.connection(self, streamEnded: stream)
    }

    func session(streamClosed stream: Int32, errorCode: HTTP2ErrorCode) {
        delegate?.connection(self, streamClosed: stream, errorCode: errorCode)
    }

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
