internal import CNghttp2

/// What happens inside nghttp2's callbacks.
extension HTTP2Session {
    /// Lends the session behind a callback's user pointer: whoever called into nghttp2 holds it.
    @inline(__always)
    static func with<R>(_ user: UnsafeMutableRawPointer?, otherwise: R, _ body: (HTTP2Session) -> R) -> R {
        guard let user else { return otherwise }
        return Unmanaged<HTTP2Session>.fromOpaque(user)._withUnsafeGuaranteedRef { body($0) }
    }

    // MARK: Out

    func send(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard output.byteCount < settings.outputLimit else { return SessionCallbacks.wouldBlock }
        output.append(copying: bytes)
        return bytes.count
    }

    func readBody(_ id: Int32, limit: Int, flags: UnsafeMutablePointer<UInt32>) -> Int {
        guard let stream = stream(id), let body = stream.body else { return Int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue) }
        let count = min(limit, body.byteCount)
        if count == 0, !body.isFinished {
            stream.isDeferred = true
            return Int(NGHTTP2_ERR_DEFERRED.rawValue)
        }
        flags.pointee |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue
        if body.isFinished, count == body.byteCount {
            flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue
            if let trailers = body.trailers {
                flags.pointee |= NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
                if !submitTrailers(id, trailers) { return Int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue) }
            }
        }
        return count
    }

    func sendData(_ id: Int32, head: UnsafeRawBufferPointer, byteCount: Int) -> Int32 {
        guard output.byteCount < settings.outputLimit else { return Int32(SessionCallbacks.wouldBlock) }
        guard let stream = stream(id) else { return Int32(SessionCallbacks.failed) }
        output.append(copying: head)
        stream.body?.take(byteCount) { output.append($0) }
        took(byteCount, of: stream)
        if byteCount > 0 { stream.handler?.bodyProgressed() }
        return 0
    }

    func sent(_ frame: nghttp2_frame) {
        switch UInt32(frame.hd.type) {
        case NGHTTP2_HEADERS.rawValue, NGHTTP2_DATA.rawValue:
            conduct.sentFrame(byteCount: frame.hd.length)
            guard settings.role == .server, UInt32(frame.hd.flags) & NGHTTP2_FLAG_END_STREAM.rawValue != 0 else { return }
            // Where the request ended in the meantime the stream closes now, and a reset would be of a closed one.
            guard let stream = stream(frame.hd.stream_id) else { return }
            stream.isAnswered = true
            if let code = stream.resetAfterResponse, !isEndedByPeer(stream) { submitReset(stream, code) }
        case NGHTTP2_RST_STREAM.rawValue where settings.role == .server:
            // Not by us, so by nghttp2, because the peer broke the stream (perhaps with its very first frame). The codes that only we send are
            // not counted where the stream is gone and cannot tell.
            let code = HTTP2ErrorCode(rawValue: frame.rst_stream.error_code)
            guard stream(frame.hd.stream_id)?.isResetByUs != true, !Self.ownCodes.contains(code) else { return }
            terminate(conduct.streamBroke(at: now))
        default: break
        }
    }

    private static let ownCodes: Set<HTTP2ErrorCode> = [.noError, .cancel]

    func notSent(_ frame: nghttp2_frame, _ reason: Int32) {
        guard UInt32(frame.hd.type) == NGHTTP2_HEADERS.rawValue else { return }
        switch reason {
        case NGHTTP2_ERR_START_STREAM_NOT_ALLOWED.rawValue: stream(frame.hd.stream_id)?.wasNeverSent = true
        case NGHTTP2_ERR_STREAM_CLOSED.rawValue, NGHTTP2_ERR_STREAM_CLOSING.rawValue: break
        // A request whose headers are too long: the library closes the stream, which the peer never saw and must not see reset.
        case _ where frame.headers.cat == NGHTTP2_HCAT_REQUEST: break
        // Headers too long to send: the peer must not wait for them.
        default: if let stream = stream(frame.hd.stream_id) { submitReset(stream, .internalError) }
        }
    }

    // MARK: In

    func frameBegan() -> Int32 {
        if settings.role == .server, let end = conduct.frameBegan(at: now) { terminate(end) }
        return 0
    }

    func headersBegan(_ frame: nghttp2_frame) {
        isInHeaderBlock = true
        pendingBlock.removeAll()
        if settings.role == .server, frame.headers.cat == NGHTTP2_HCAT_REQUEST { accept(frame.hd.stream_id) }
    }

    func header(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) -> Int32 {
        pendingBlock.add(name: name, value: value, limit: settings.headerListLimit)
        guard pendingBlock.byteCount <= settings.headerListHardLimit else {
            failure = ConnectionEnd(.headerBomb, "a header block of more than \(settings.headerListHardLimit) bytes")
            return Int32(SessionCallbacks.failed)
        }
        return 0
    }

    func received(_ frame: nghttp2_frame) -> Int32 {
        let flags = UInt32(frame.hd.flags)
        let isAcknowledgement = flags & NGHTTP2_FLAG_ACK.rawValue != 0
        switch UInt32(frame.hd.type) {
        case NGHTTP2_HEADERS.rawValue: receivedHeaders(frame, endsStream: flags & NGHTTP2_FLAG_END_STREAM.rawValue != 0)
        case NGHTTP2_DATA.rawValue where flags & NGHTTP2_FLAG_END_STREAM.rawValue != 0:
            stream(frame.hd.stream_id)?.handler?.bodyEnded()
        case NGHTTP2_PING.rawValue where isAcknowledgement:
            let payload = withUnsafeBytes(of: frame.ping.opaque_data) { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
            events?.sessionPingAcknowledged(payload: payload)
        case NGHTTP2_PING.rawValue: if settings.role == .server { terminate(conduct.pingCame(at: now)) }
        case NGHTTP2_SETTINGS.rawValue where !isAcknowledgement:
            if settings.role == .server { terminate(conduct.settingsCame(at: now)) }
            guard !hasPeerSettings else { break }
            hasPeerSettings = true
            events?.sessionBecameReady()
        case NGHTTP2_RST_STREAM.rawValue: if settings.role == .server { peerReset(frame.hd.stream_id) }
        case NGHTTP2_GOAWAY.rawValue:
            events?.sessionGoingAway(
                lastStream: frame.goaway.last_stream_id,
                errorCode: HTTP2ErrorCode(rawValue: frame.goaway.error_code)
            )
        default: break
        }
        return 0
    }

    /// A frame that the library answered with RST_STREAM; the rest of its block, if any, is skipped.
    func receivedInvalid(_ frame: nghttp2_frame) {
        if UInt32(frame.hd.type) == NGHTTP2_HEADERS.rawValue { isInHeaderBlock = false }
    }

    private func peerReset(_ id: Int32) {
        let stream = stream(id)
        // Who was answered before its request was through gives the rest up with a reset, and who waited its time out gives the call up: as they
        // should.
        if stream?.isAnswered == true || stream?.handler?.excusesReset(at: now.instant) == true { return }
        terminate(conduct.resetCame(at: now))
    }

    private func receivedHeaders(_ frame: nghttp2_frame, endsStream: Bool) {
        isInHeaderBlock = false
        guard let stream = stream(frame.hd.stream_id) else { return }
        events?.sessionReceivedStreamFrame()
        if settings.role == .server, frame.headers.cat == NGHTTP2_HCAT_REQUEST {
            conduct.requestCame()
            events?.session(opened: stream, headers: pendingBlock, endsStream: endsStream)
        } else {
            stream.handler?.received(pendingBlock, endsStream: endsStream)
        }
    }

    func receivedData(_ id: Int32, _ bytes: UnsafeRawBufferPointer) {
        consumeConnection(byteCount: bytes.count)
        guard let stream = stream(id) else { return }
        conduct.dataCame(byteCount: bytes.count)
        stream.unconsumedByteCount += bytes.count
        events?.sessionReceivedStreamFrame()
        guard let handler = stream.handler else { return consume(stream, byteCount: bytes.count) }
        handler.received(bytes)
    }

    func closed(_ id: Int32, _ code: HTTP2ErrorCode) {
        guard let stream = stream(id) else { return }
        let handler = stream.handler
        stream.handler = nil
        forget(stream)
        handler?.closed(stream.wasNeverSent ? .refusedStream : code)
    }
}
