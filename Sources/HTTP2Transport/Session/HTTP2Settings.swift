/// What our side of a connection announces and enforces.
package struct HTTP2Settings: Sendable {
    package enum Role: Sendable { case client, server }

    package var role: Role
    /// Bytes a peer may send on one stream before we have consumed any.
    package var streamWindowByteCount: Int32 = 4 << 20
    /// The same over all streams; SETTINGS raises only the streams' window, so this one is raised by WINDOW_UPDATE.
    package var connectionWindowByteCount: Int32 = 16 << 20
    package var maxFrameByteCount: UInt32 = 1 << 20
    /// Servers only.
    package var maxConcurrentStreams: UInt32 = 1_024
    /// Over it a block is delivered cut short and marked oversize.
    package var headerListLimit = 16 << 10
    /// Over it the connection ends: decoding on would only serve an HPACK bomb.
    package var headerListHardLimit = 256 << 10
    /// Our DATA frames, where the peer's MAX_FRAME_SIZE allows.
    package var dataFrameByteCount = 256 << 10
    /// The session hands over no more frames while the output queue holds this much.
    package var outputLimit = 512 << 10

    // What a server tolerates.

    /// Pings closer together than this are strikes; the third in a row ends the connection.
    package var minimumPingInterval = Duration.seconds(10)
    /// SETTINGS frames, each of which has to be acknowledged.
    package var settingsBurst = 50
    package var settingsPerSecond = 1
    /// Frames of any kind beyond what they bring: see ``FrameBudget``.
    package var frameBurst = 2_000
    package var framesPerSecond = 100
    /// RST_STREAM frames by which nghttp2 answered a broken stream ("MadeYouReset").
    package var brokenStreamBurst = 200
    package var brokenStreamsPerSecond = 20
    /// RST_STREAM frames from the peer ("rapid reset").
    package var peerResetBurst = 500
    package var peerResetsPerSecond = 100

    package init(role: Role) { self.role = role }
}
