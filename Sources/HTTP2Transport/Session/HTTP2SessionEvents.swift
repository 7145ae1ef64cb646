/// What a session tells its connection while bytes go in or out. Submitting frames from within is allowed; receiving and sending is not.
protocol HTTP2SessionEvents: AnyObject {
    /// The peer's first SETTINGS.
    func sessionBecameReady()
    /// Servers only: a request's headers are complete.
    func session(opened stream: HTTP2Stream, headers: borrowing HeaderBlock, endsStream: Bool)
    /// HEADERS or DATA came.
    func sessionReceivedStreamFrame()
    func sessionPingAcknowledged(payload: UInt64)
    func sessionGoingAway(lastStream: Int32, errorCode: HTTP2ErrorCode)
}
