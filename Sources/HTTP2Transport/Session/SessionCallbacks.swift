internal import CNghttp2

/// Owns nghttp2's callback object while a session is made; the callbacks find the session through the user data pointer.
struct SessionCallbacks: ~Copyable {
    let pointer: OpaquePointer

    init() throws(HTTP2SessionError) {
        var made: OpaquePointer?
        try HTTP2SessionError.check(nghttp2_session_callbacks_new(&made))
        guard let made else { throw HTTP2SessionError(description: "no callback object") }
        pointer = made
        Self.setOutward(made)
        Self.setInward(made)
    }

    private static func setOutward(_ made: OpaquePointer) {
        nghttp2_session_callbacks_set_send_callback(made) { _, data, length, _, user in
            HTTP2Session.with(user, otherwise: SessionCallbacks.failed) {
                $0.send(UnsafeRawBufferPointer(start: data, count: length))
            }
        }
        nghttp2_session_callbacks_set_send_data_callback(made) { _, frame, head, length, _, user in
            guard let frame, let head else { return Int32(SessionCallbacks.failed) }
            let id = frame.pointee.hd.stream_id
            return HTTP2Session.with(user, otherwise: Int32(SessionCallbacks.failed)) {
                $0.sendData(id, head: UnsafeRawBufferPointer(start: head, count: 9), byteCount: length)
            }
        }
        nghttp2_session_callbacks_set_data_source_read_length_callback(made) { _, _, _, connection, stream, frameLimit, user in
            HTTP2Session.with(user, otherwise: SessionCallbacks.failed) {
                min(Int(connection), Int(stream), Int(frameLimit), $0.settings.dataFrameByteCount)
            }
        }
        nghttp2_session_callbacks_set_on_frame_send_callback(made) { _, frame, user in
            guard let frame else { return Int32(SessionCallbacks.failed) }
            return HTTP2Session.with(user, otherwise: Int32(SessionCallbacks.failed)) {
                $0.sent(frame.pointee)
                return 0
            }
        }
        nghttp2_session_callbacks_set_on_frame_not_send_callback(made) { _, frame, reason, user in
            guard let frame else { return Int32(SessionCallbacks.failed) }
            return HTTP2Session.with(user, otherwise: Int32(SessionCallbacks.failed)) {
                $0.notSent(frame.pointee, reason)
                return 0
            }
        }
    }

    private static func setInward(_ made: OpaquePointer) {
        nghttp2_session_callbacks_set_on_begin_frame_callback(made) { _, _, user in
            HTTP2Session.with(user, otherwise: Int32(SessionCallbacks.failed)) { $0.frameBegan() }
        }
        nghttp2_session_callbacks_set_on_begin_headers_callback(made) { _, frame, user in
            guard let frame else { return Int32(SessionCallbacks.failed) }
            return HTTP2Session.with(user, otherwise: Int32(SessionCallbacks.failed)) {
                $0.headersBegan(frame.pointee)
                return 0
            }
        }
        nghttp2_session_callbacks_set_on_header_callback(made) { _, _, name, nameLength, value, valueLength, _, user in
            HTTP2Session.with(user, otherwise: Int32(SessionCallbacks.failed)) {
                $0.header(
                    UnsafeBufferPointer(start: name, count: nameLength),
                    UnsafeBufferPointer(start: value, count: valueLength)
                )
            }
        }
        nghttp2_session_callbacks_set_on_frame_recv_callback(made) { _, frame, user in
            guard let frame else { return Int32(SessionCallbacks.failed) }
            return HTTP2Session.with(user, otherwise: Int32(SessionCallbacks.failed)) { $0.received(frame.pointee) }
        }
        nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(made) { _, frame, _, user in
            guard let frame else { return Int32(SessionCallbacks.failed) }
            return HTTP2Session.with(user, otherwise: Int32(SessionCallbacks.failed)) {
                $0.receivedInvalid(frame.pointee)
                return 0
            }
        }
        // Asked for only to be counted when they begin: see SessionOptions.
        nghttp2_session_callbacks_set_on_extension_chunk_recv_callback(made) { _, _, _, _, _ in 0 }
        nghttp2_session_callbacks_set_unpack_extension_callback(made) { _, _, _, _ in Int32(NGHTTP2_ERR_CANCEL.rawValue) }
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(made) { _, _, stream, data, length, user in
            HTTP2Session.with(user, otherwise: Int32(SessionCallbacks.failed)) {
                $0.receivedData(stream, UnsafeRawBufferPointer(start: data, count: length))
                return 0
            }
        }
        nghttp2_session_callbacks_set_on_stream_close_callback(made) { _, stream, code, user in
            HTTP2Session.with(user, otherwise: Int32(SessionCallbacks.failed)) {
                $0.closed(stream, HTTP2ErrorCode(rawValue: code))
                return 0
            }
        }
    }

    deinit { nghttp2_session_callbacks_del(pointer) }

    /// The data source of every stream: says how much may go, without copying; `sendData` then moves the pieces.
    static let readBody: nghttp2_data_source_read_callback = { _, stream, _, length, flags, _, user in
        guard let flags else { return SessionCallbacks.failed }
        return HTTP2Session.with(user, otherwise: SessionCallbacks.failed) { $0.readBody(stream, limit: length, flags: flags) }
    }

    static let failed = Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
    static let wouldBlock = Int(NGHTTP2_ERR_WOULDBLOCK.rawValue)
}
