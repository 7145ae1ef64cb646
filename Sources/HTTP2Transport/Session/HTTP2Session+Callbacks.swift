internal import CNghttp2

/// What happens inside nghttp2's callbacks.
extension HTTP2Session {
    static func from(_ user: UnsafeMutableRawPointer?) -> HTTP2Session? {
        user.map { Unmanaged<HTTP2Session>.fromOpaque($0).takeUnretainedValue() }
    }

    // MARK: Out

    func send(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard output.byteCount < settings.outputLimit else { return SessionCallbacks.wouldBlock }
        output.append(copying: bytes)
        return bytes.count
    }

    func readBody(_ stream: Int32, limit: Int, flags: UnsafeMutablePointer<UInt32>) -> Int {
        guard let body = streams[stream]?.body else { return Int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue) }
        let count = min(limit, body.byteCount)
        if count == 0, !body.isFinished { return Int(NGHTTP2_ERR_DEFERRED.rawValue) }
        flags.pointee |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue
        if body.isFinished, count == body.byteCount {
            flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue
            if let trailers = body.trailers {
                flags.pointee |= NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
                if !submitTrailers(stream, trailers) { return Int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue) }
            }
        }
        return count
    }

    func sendData(_ stream: Int32, head: UnsafeRawBufferPointer, byteCount: Int) -> Int32 {
        guard output.byteCount < settings.outputLimit else { return Int32(SessionCallbacks.wouldBlock) }
        output.append(copying: head)
        streams[stream]?.body?.take(byteCount) { output.append($0) }
        return 0
    }

    func sent(_ frame: nghttp2_frame) {
        switch UInt32(frame.hd.type) {
        case NGHTTP2_HEADERS.rawValue, NGHTTP2_DATA.rawValue:
            controlFrames.refill()
            let endsStream = UInt32(frame.hd.flags) & NGHTTP2_FLAG_END_STREAM.rawValue != 0
            if endsStream, let code = streams[frame.hd.stream_id]?.resetAfterResponse { submitReset(frame.hd.stream_id, code) }
        case NGHTTP2_RST_STREAM.rawValue where settings.role == .server:
            // Not by us, so by nghttp2, because the peer broke the stream (perhaps with its very first frame).
            guard streams[frame.hd.stream_id]?.isResetByUs != true else { return }
            if !libraryResets.spend(at: now) { terminate(.enhanceYourCalm) }
        default: break
        }
    }

    func notSent(_ frame: nghttp2_frame, _ reason: Int32) {
        guard UInt32(frame.hd.type) == NGHTTP2_HEADERS.rawValue else { return }
        switch reason {
        case NGHTTP2_ERR_START_STREAM_NOT_ALLOWED.rawValue: streams[frame.hd.stream_id]?.wasNeverSent = true
        case NGHTTP2_ERR_STREAM_CLOSED.rawValue, NGHTTP2_ERR_STREAM_CLOSING.rawValue: break
        // Headers too long to send: the peer must not wait for them.
        default: submitReset(frame.hd.stream_id, .internalError)
        }
    }

    // MARK: In

    func header(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) -> Int32 {
        pendingBlock.add(name: name, value: value, limit: settings.headerListLimit)
        guard pendingBlock.byteCount <= settings.headerListHardLimit else {
            failure = "a header block of more than \(settings.headerListHardLimit) bytes"
            return Int32(SessionCallbacks.failed)
        }
        return 0
    }

    func received(_ frame: nghttp2_frame) -> Int32 {
        let stream = frame.hd.stream_id
        let endsStream = UInt32(frame.hd.flags) & NGHTTP2_FLAG_END_STREAM.rawValue != 0
        let isAcknowledgement = UInt32(frame.hd.flags) & NGHTTP2_FLAG_ACK.rawValue != 0
        switch UInt32(frame.hd.type) {
        case NGHTTP2_HEADERS.rawValue:
            if settings.role == .server, frame.headers.cat == NGHTTP2_HCAT_REQUEST { streams[stream] = StreamState() }
            let block = pendingBlock
            pendingBlock = HeaderBlock()
            events?.session(stream: stream, headers: block, endsStream: endsStream)
        case NGHTTP2_DATA.rawValue where endsStream:
            events?.session(streamEnded: stream)
        case NGHTTP2_PING.rawValue where isAcknowledgement:
            let payload = withUnsafeBytes(of: frame.ping.opaque_data) { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
            events?.sessionPingAcknowledged(payload: payload)
        case NGHTTP2_SETTINGS.rawValue where !isAcknowledgement:
            spendControlFrame()
            if !hasPeerSettings {
                hasPeerSettings = true
                events?.sessionBecameReady()
            }
        case NGHTTP2_PING.rawValue, NGHTTP2_PRIORITY.rawValue:
            spendControlFrame()
        case NGHTTP2_GOAWAY.rawValue:
            events?.sessionGoingAway(
                lastStream: frame.goaway.last_stream_id,
                errorCode: HTTP2ErrorCode(rawValue: frame.goaway.error_code)
            )
        default: break
        }
        return 0
    }

    func receivedData(_ stream: Int32, _ bytes: UnsafeRawBufferPointer) {
        guard streams[stream] != nil else { return consumeConnection(byteCount: bytes.count) }
        streams[stream]?.unconsumedByteCount += bytes.count
        events?.session(stream: stream, data: bytes)
    }

    func closed(_ stream: Int32, _ code: HTTP2ErrorCode) {
        guard let state = streams.removeValue(forKey: stream) else { return }
        consumeConnection(byteCount: state.unconsumedByteCount)
        events?.session(streamClosed: stream, errorCode: state.wasNeverSent ? .refusedStream : code)
    }

    private func spendControlFrame() {
        if settings.role == .server, !controlFrames.spend(at: now) { terminate(.enhanceYourCalm) }
    }
}
