/// What a session tells its connection while bytes go in or out. Submitting frames from within is allowed; receiving and sending is not.
protocol HTTP2SessionEvents: AnyObject {
    /// The peer's first SETTINGS.
    func sessionBecameReady()
    func session(stream: Int32, headers: HeaderBlock, endsStream: Bool)
    /// The bytes live until the call returns.
    func session(stream: Int32, data: UnsafeRawBufferPointer)
    func session(streamEnded stream: Int32)
    func session(streamClosed stream: Int32, errorCode: HTTP2ErrorCode)
    func sessionPingAcknowledged(payload: UInt64)
    func sessionGoingAway(lastStream: Int32, errorCode: HTTP2ErrorCode)
}
