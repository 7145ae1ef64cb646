internal import CNghttp2

/// One nghttp2 session: frames in, events out; submissions in, bytes out into `output`.
///
/// Owned and used by one connection on one event loop: "a nghttp2_session object is not thread-safe" (nghttp2 programmers' guide). A class
/// because the library calls back into it through a pointer.
/// Source: RFC 9113; https://nghttp2.org/documentation/programmers-guide.html
final class HTTP2Session {
    struct StreamState {
        var body: OutboundBody?
        /// Bytes delivered and not yet consumed: their credit is returned when the stream closes.
        var unconsumedByteCount = 0
        /// We sent RST_STREAM; the library did not.
        var isResetByUs = false
        /// RST_STREAM to send once the response has ended: nghttp2 drops a response whose stream has a reset in line.
        var resetAfterResponse: HTTP2ErrorCode?
        /// nghttp2 gave the stream up before sending its HEADERS: the peer never saw it.
        var wasNeverSent = false
    }

    let settings: HTTP2Settings
    weak var events: (any HTTP2SessionEvents)?
    var output = OutputQueue()
    var streams: [Int32: StreamState] = [:]
    var pendingBlock = HeaderBlock()
    var hasPeerSettings = false
    /// A callback found a reason to end the connection.
    var failure: String?
    var now = ContinuousClock.now
    var controlFrames: RateBudget
    var libraryResets: RateBudget
    private var session: OpaquePointer?

    init(_ settings: HTTP2Settings) throws(HTTP2SessionError) {
        self.settings = settings
        controlFrames = RateBudget(burst: settings.controlFrameBurst, perSecond: settings.controlFramesPerSecond)
        libraryResets = RateBudget(burst: settings.libraryResetBurst, perSecond: settings.libraryResetsPerSecond)
        let callbacks = try SessionCallbacks()
        let options = try SessionOptions(settings)
        let me = Unmanaged.passUnretained(self).toOpaque()
        let result =
            switch settings.role {
            case .client: nghttp2_session_client_new2(&session, callbacks.pointer, me, options.pointer)
            case .server: nghttp2_session_server_new2(&session, callbacks.pointer, me, options.pointer)
            }
        try HTTP2SessionError.check(result)
        try announce()
    }

    deinit { nghttp2_session_del(session) }

    private func announce() throws(HTTP2SessionError) {
        var entries = [
            nghttp2_settings_entry(
                settings_id: Int32(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE.rawValue),
                value: UInt32(settings.streamWindowByteCount)
            ),
            nghttp2_settings_entry(
                settings_id: Int32(NGHTTP2_SETTINGS_MAX_FRAME_SIZE.rawValue),
                value: settings.maxFrameByteCount
            ),
            nghttp2_settings_entry(
                settings_id: Int32(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE.rawValue),
                value: UInt32(settings.headerListLimit)
            ),
        ]
        switch settings.role {
        case .client:
            entries.append(nghttp2_settings_entry(settings_id: Int32(NGHTTP2_SETTINGS_ENABLE_PUSH.rawValue), value: 0))
        case .server:
            entries.append(
                nghttp2_settings_entry(
                    settings_id: Int32(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS.rawValue),
                    value: settings.maxConcurrentStreams
                )
            )
        }
        let none = UInt8(NGHTTP2_FLAG_NONE.rawValue)
        try HTTP2SessionError.check(nghttp2_submit_settings(session, none, entries, entries.count))
        try HTTP2SessionError.check(
            nghttp2_session_set_local_window_size(session, none, 0, settings.connectionWindowByteCount)
        )
    }

    // MARK: Bytes

    /// Feeds what the socket gave. Returns why the connection must end, `nil` while it may go on.
    func receive(_ bytes: UnsafeRawBufferPointer, now: ContinuousClock.Instant) -> String? {
        self.now = now
        let count = nghttp2_session_mem_recv(session, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
        if let failure { return failure }
        return count < 0 ? "HTTP/2: \(String(cString: nghttp2_strerror(Int32(truncatingIfNeeded: count))))" : nil
    }

    /// Moves frames into `output` up to its limit. Returns why the connection must end, `nil` while it may go on.
    func fillOutput() -> String? {
        let result = nghttp2_session_send(session)
        if let failure { return failure }
        return result == 0 ? nil : "HTTP/2: \(String(cString: nghttp2_strerror(result)))"
    }

    /// Nothing more will come or go: GOAWAY was exchanged and no stream is left.
    var isFinished: Bool { nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0 }

    var canFillOutput: Bool { nghttp2_session_want_write(session) != 0 && output.byteCount < settings.outputLimit }

    // MARK: Submissions

    /// Opens a stream; `nil` where no stream can be opened any more on this connection.
    func submitRequest(_ fields: [HTTPField], body: OutboundBody?) -> Int32? {
        let stream = HeaderVector.with(fields) { vector, count in
            var provider = Self.dataProvider
            return body == nil
                ? nghttp2_submit_request(session, nil, vector, count, nil, nil)
                : nghttp2_submit_request(session, nil, vector, count, &provider, nil)
        }
        guard stream > 0 else { return nil }
        streams[stream] = StreamState(body: body)
        return stream
    }

    /// Headers, and a body where there is one; without a body the headers end the stream. False where the stream is gone.
    func submitResponse(_ stream: Int32, _ fields: [HTTPField], body: OutboundBody?) -> Bool {
        guard streams[stream] != nil else { return false }
        streams[stream]?.body = body
        let result = HeaderVector.with(fields) { vector, count in
            var provider = Self.dataProvider
            return body == nil
                ? nghttp2_submit_response(session, stream, vector, count, nil)
                : nghttp2_submit_response(session, stream, vector, count, &provider)
        }
        return result == 0
    }

    func submitTrailers(_ stream: Int32, _ fields: [HTTPField]) -> Bool {
        HeaderVector.with(fields) { vector, count in nghttp2_submit_trailer(session, stream, vector, count) } == 0
    }

    func submitReset(_ stream: Int32, _ code: HTTP2ErrorCode) {
        guard streams[stream] != nil else { return }
        streams[stream]?.isResetByUs = true
        nghttp2_submit_rst_stream(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream, code.rawValue)
    }

    func submitResetAfterResponse(_ stream: Int32, _ code: HTTP2ErrorCode) {
        streams[stream]?.resetAfterResponse = code
    }

    func submitPing(payload: UInt64) {
        let bytes = withUnsafeBytes(of: payload.bigEndian) { Array($0) }
        nghttp2_submit_ping(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), bytes)
    }

    /// GOAWAY 2³¹−1: no new streams, please.
    func submitShutdownNotice() { nghttp2_submit_shutdown_notice(session) }

    /// GOAWAY with the last stream that was taken on.
    func submitGoAway(_ code: HTTP2ErrorCode) {
        let last = nghttp2_session_get_last_proc_stream_id(session)
        nghttp2_submit_goaway(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), last, code.rawValue, nil, 0)
    }

    /// GOAWAY that ends every stream: for peers that abuse the connection.
    func terminate(_ code: HTTP2ErrorCode) { nghttp2_session_terminate_session(session, code.rawValue) }

    /// The application has taken `byteCount` delivered bytes: the peer may send as many again.
    func consume(_ stream: Int32, byteCount: Int) {
        guard let waiting = streams[stream]?.unconsumedByteCount else { return }
        let taken = min(byteCount, waiting)
        streams[stream]?.unconsumedByteCount -= taken
        nghttp2_session_consume(session, stream, taken)
    }

    /// Closed streams give back what they never consumed, or the connection's window leaks.
    func consumeConnection(byteCount: Int) {
        guard byteCount > 0 else { return }
        nghttp2_session_consume_connection(session, byteCount)
    }

    private static var dataProvider: nghttp2_data_provider {
        nghttp2_data_provider(source: nghttp2_data_source(fd: 0), read_callback: SessionCallbacks.readBody)
    }
}
