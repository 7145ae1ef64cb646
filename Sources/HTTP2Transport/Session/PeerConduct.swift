internal import Reactor

/// What a server's session counts of its peer's frames, and when they are too many.
struct PeerConduct {
    private var frames: FrameBudget
    private var settingsFrames: RateBudget
    private var brokenStreams: RateBudget
    private var peerResets: RateBudget
    private var pings: PingStrikes

    init(_ settings: HTTP2Settings, now: MonotonicTime) {
        frames = FrameBudget(burst: settings.frameBurst, perSecond: settings.framesPerSecond, now: now.instant)
        settingsFrames = RateBudget(burst: settings.settingsBurst, perSecond: settings.settingsPerSecond)
        brokenStreams = RateBudget(burst: settings.brokenStreamBurst, perSecond: settings.brokenStreamsPerSecond)
        peerResets = RateBudget(burst: settings.peerResetBurst, perSecond: settings.peerResetsPerSecond)
        pings = PingStrikes(minimumInterval: settings.minimumPingInterval)
    }

    mutating func frameBegan(at now: @autoclosure () -> MonotonicTime) -> ConnectionEnd? {
        frames.spend(at: now().instant) ? nil : ConnectionEnd(.frameFlood, "more frames than what they brought is worth")
    }

    mutating func settingsCame(at now: MonotonicTime) -> ConnectionEnd? {
        settingsFrames.spend(at: now.instant) ? nil : ConnectionEnd(.settingsFlood, "too many SETTINGS frames")
    }

    mutating func pingCame(at now: MonotonicTime) -> ConnectionEnd? {
        pings.received(at: now.instant) ? nil : ConnectionEnd(.pingFlood, "too_many_pings")
    }

    mutating func resetCame(at now: MonotonicTime) -> ConnectionEnd? {
        peerResets.spend(at: now.instant) ? nil : ConnectionEnd(.resetFlood, "too many streams reset by the peer")
    }

    mutating func streamBroke(at now: MonotonicTime) -> ConnectionEnd? {
        brokenStreams.spend(at: now.instant) ? nil : ConnectionEnd(.resetFlood, "too many streams broken by the peer")
    }

    mutating func requestCame() { frames.earnRequest() }

    mutating func dataCame(byteCount: Int) {
        guard byteCount > 0 else { return }
        frames.earn(dataByteCount: byteCount)
        pings.progressed()
    }

    /// HEADERS or DATA of ours left.
    mutating func sentFrame(byteCount: Int) {
        frames.earn(sentByteCount: byteCount)
        pings.progressed()
    }
}
