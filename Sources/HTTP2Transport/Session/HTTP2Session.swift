internal import CNghttp2
internal import Reactor

/// One nghttp2 session: frames in, events out; submissions in, bytes out into `output`.
///
/// Owned and used by one connection on one event loop: "a nghttp2_session object is not thread-safe" (nghttp2 programmers' guide). A class
/// because the library calls back into it through a pointer.
/// Source: RFC 9113; https://nghttp2.org/documentation/programmers-guide.html
final class HTTP2Session {
    let settings: HTTP2Settings
    /// The owner, which outlives every call into the session; let go of when the connection closes.
    var events: (any HTTP2SessionEvents)?
    var output = OutputQueue()
    /// In no order; nghttp2 holds an unretained pointer to each.
    private(set) var streams: [HTTP2Stream] = []
    var pendingBlock = HeaderBlock()
    var isInHeaderBlock = false
    /// A header block has begun and is not complete: since the bytes that came then.
    private(set) var headerBlockBegan: MonotonicTime?
    var hasPeerSettings = false
    /// A callback found a reason to end the connection at once.
    var failure: ConnectionEnd?
    /// Why GOAWAY was sent to a peer that abuses the connection.
    private(set) var termination: ConnectionEnd?
    var now = MonotonicTime.now
    var conduct: PeerConduct
    /// Bytes of bodies that have not left their streams.
    private(set) var unsentByteCount = 0
    private var session: OpaquePointer?

    init(_ settings: HTTP2Settings) throws(HTTP2SessionError) {
        self.settings = settings
        conduct = PeerConduct(settings, now: now)
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
            Self.entry(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, UInt32(settings.streamWindowByteCount)),
            Self.entry(NGHTTP2_SETTINGS_MAX_FRAME_SIZE, settings.maxFrameByteCount),
            Self.entry(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, UInt32(settings.headerListLimit)),
        ]
        switch settings.role {
        case .client: entries.append(Self.entry(NGHTTP2_SETTINGS_ENABLE_PUSH, 0))
        case .server: entries.append(Self.entry(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, settings.maxConcurrentStreams))
        }
        let none = UInt8(NGHTTP2_FLAG_NONE.rawValue)
        try HTTP2SessionError.check(nghttp2_submit_settings(session, none, entries, entries.count))
        try HTTP2SessionError.check(
            nghttp2_session_set_local_window_size(session, none, 0, settings.connectionWindowByteCount)
        )
    }

    private static func entry(_ id: nghttp2_settings_id, _ value: UInt32) -> nghttp2_settings_entry {
        nghttp2_settings_entry(settings_id: Int32(id.rawValue), value: value)
    }

    // MARK: Bytes

    /// Feeds what the socket gave. Returns why the connection must end, `nil` while it may go on.
    func receive(_ bytes: UnsafeRawBufferPointer, now: MonotonicTime) -> ConnectionEnd? {
        self.now = now
        let count = nghttp2_session_mem_recv(session, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
        if !isInHeaderBlock {
            headerBlockBegan = nil
        } else if headerBlockBegan == nil {
            headerBlockBegan = now
        }
        if let failure { return failure }
        return count < 0 ? Self.end(Int32(truncatingIfNeeded: count)) : nil
    }

    /// Moves frames into `output` up to its limit. Returns why the connection must end, `nil` while it may go on.
    func fillOutput() -> ConnectionEnd? {
        let result = nghttp2_session_send(session)
        if let failure { return failure }
        return result == 0 ? nil : Self.end(result)
    }

    private static func end(_ result: Int32) -> ConnectionEnd {
        ConnectionEnd(.protocolError, "HTTP/2: \(String(cString: nghttp2_strerror(result)))")
    }

    /// Nothing more will come or go: GOAWAY was exchanged and no stream is left.
    var isFinished: Bool { nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0 }

    // MARK: Streams

    func stream(_ id: Int32) -> HTTP2Stream? {
        nghttp2_session_get_stream_user_data(session, id).map {
            Unmanaged<HTTP2Stream>.fromOpaque($0).takeUnretainedValue()
        }
    }

    /// The peer opened it.
    func accept(_ id: Int32) {
        let stream = HTTP2Stream(id: id)
        keep(stream)
        nghttp2_session_set_stream_user_data(session, id, Unmanaged.passUnretained(stream).toOpaque())
    }

    private func keep(_ stream: HTTP2Stream) {
        stream.index = streams.count
        streams.append(stream)
    }

    /// The stream closed: `streams` held the last reference that nghttp2's pointer leans on.
    func forget(_ stream: HTTP2Stream) {
        guard !stream.isClosed, streams.indices.contains(stream.index), let last = streams.popLast() else { return }
        if last !== stream {
            streams[stream.index] = last
            last.index = stream.index
        }
        stream.isClosed = true
        unsentByteCount -= stream.unsentByteCount
        stream.body = nil
    }

    /// For a connection that is gone: returns what was open.
    func forgetAll() -> [HTTP2Stream] {
        let open = streams
        for stream in open {
            nghttp2_session_set_stream_user_data(session, stream.id, nil)
            stream.isClosed = true
            stream.body = nil
        }
        streams = []
        unsentByteCount = 0
        return open
    }

    // MARK: Submissions

    /// Opens a stream; `nil` where no stream can be opened any more on this connection.
    func submitRequest(_ fields: HeaderList, body: OutboundBody?) -> HTTP2Stream? {
        let stream = HTTP2Stream(id: 0)
        let pointer = Unmanaged.passUnretained(stream).toOpaque()
        var provider = Self.dataProvider
        let id =
            body == nil
            ? nghttp2_submit_request(session, nil, fields.vector.baseAddress, fields.vector.count, nil, pointer)
            : nghttp2_submit_request(session, nil, fields.vector.baseAddress, fields.vector.count, &provider, pointer)
        guard id > 0 else { return nil }
        stream.id = id
        keep(stream)
        setBody(body, of: stream)
        return stream
    }

    /// Headers, and a body where there is one; without a body the headers end the stream. False where that cannot be sent.
    func submitResponse(_ stream: HTTP2Stream, _ fields: HeaderList, body: OutboundBody?) -> Bool {
        guard !stream.isClosed else { return true }
        setBody(body, of: stream)
        var provider = Self.dataProvider
        let result =
            body == nil
            ? nghttp2_submit_response(session, stream.id, fields.vector.baseAddress, fields.vector.count, nil)
            : nghttp2_submit_response(session, stream.id, fields.vector.baseAddress, fields.vector.count, &provider)
        return result == 0
    }

    private func setBody(_ body: OutboundBody?, of stream: HTTP2Stream) {
        unsentByteCount += (body?.byteCount ?? 0) - stream.unsentByteCount
        stream.body = body
    }

    func append(_ pieces: [OutboundBody.Piece], to stream: HTTP2Stream) {
        guard !stream.isClosed else { return }
        let before = stream.unsentByteCount
        stream.body?.append(pieces)
        unsentByteCount += stream.unsentByteCount - before
        resume(stream)
    }

    func finishBody(of stream: HTTP2Stream, trailers: HeaderList?) {
        guard !stream.isClosed else { return }
        stream.body?.finish(trailers: trailers)
        resume(stream)
    }

    private func resume(_ stream: HTTP2Stream) {
        guard stream.isDeferred else { return }
        stream.isDeferred = false
        nghttp2_session_resume_data(session, stream.id)
    }

    /// Part of the stream's body went to the output.
    func took(_ count: Int, of stream: HTTP2Stream) { unsentByteCount -= count }

    func submitTrailers(_ stream: Int32, _ fields: HeaderList) -> Bool {
        nghttp2_submit_trailer(session, stream, fields.vector.baseAddress, fields.vector.count) == 0
    }

    func submitReset(_ stream: HTTP2Stream, _ code: HTTP2ErrorCode) {
        guard !stream.isClosed else { return }
        stream.isResetByUs = true
        nghttp2_submit_rst_stream(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream.id, code.rawValue)
    }

    /// The peer's END_STREAM came.
    func isEndedByPeer(_ stream: HTTP2Stream) -> Bool { nghttp2_session_get_stream_remote_close(session, stream.id) != 0 }

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

    /// For peers that abuse the connection: GOAWAY with the reason, after which nothing is read and every stream ends.
    func terminate(_ end: ConnectionEnd?) {
        guard let end, termination == nil else { return }
        termination = end
        // The reason first: the library's own GOAWAY carries none, and clients look for "too_many_pings".
        let reason = Array(end.detail.utf8)
        let last = nghttp2_session_get_last_proc_stream_id(session)
        let calm = HTTP2ErrorCode.enhanceYourCalm.rawValue
        nghttp2_submit_goaway(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), last, calm, reason, reason.count)
        nghttp2_session_terminate_session(session, calm)
    }

    /// The application has taken `byteCount` delivered bytes: the peer may send as many again.
    func consume(_ stream: HTTP2Stream, byteCount: Int) {
        guard !stream.isClosed else { return }
        let taken = min(byteCount, stream.unconsumedByteCount)
        guard taken > 0 else { return }
        stream.unconsumedByteCount -= taken
        nghttp2_session_consume_stream(session, stream.id, taken)
    }

    /// The connection's credit goes back as bytes arrive: a stream that nobody reads holds up itself, not the others of its connection. What they
    /// hold together is bounded above, by the server's limit on the bytes of unanswered requests.
    func consumeConnection(byteCount: Int) {
        guard byteCount > 0 else { return }
        nghttp2_session_consume_connection(session, byteCount)
    }

    private static var dataProvider: nghttp2_data_provider {
        nghttp2_data_provider(source: nghttp2_data_source(fd: 0), read_callback: SessionCallbacks.readBody)
    }
}
