/// What a server's session counts of its peer's frames, and when they are too many.
struct PeerConduct {
    private var frames: FrameBudget
    private var settingsFrames: RateBudget
    private var libraryResets: RateBudget
    private var peerResets: RateBudget
    private var pings: PingStrikes

    init(_ settings: HTTP2Settings, now: ContinuousClock.Instant) {
        frames = FrameBudget(burst: settings.frameBurst, perSecond: settings.framesPerSecond, now: now)
        settingsFrames = RateBudget(burst: settings.settingsBurst, perSecond: settings.settingsPerSecond)
        libraryResets = RateBudget(burst: settings.libraryResetBurst, perSecond: settings.libraryResetsPerSecond)
        peerResets = RateBudget(burst: settings.peerResetBurst, perSecond: settings.peerResetsPerSecond)
        pings = PingStrikes(minimumInterval: settings.minimumPingInterval)
    }

    mutating func frameBegan(at now: ContinuousClock.Instant) -> ConnectionEnd? {
        frames.spend(at: now) ? nil : ConnectionEnd(.frameFlood, "more frames than what they brought is worth")
    }

    mutating func settingsCame(at now: ContinuousClock.Instant) -> ConnectionEnd? {
        settingsFrames.spend(at: now) ? nil : ConnectionEnd(.settingsFlood, "too many SETTINGS frames")
    }

    mutating func pingCame(at now: ContinuousClock.Instant) -> ConnectionEnd? {
        pings.received(at: now) ? nil : ConnectionEnd(.pingFlood, "too_many_pings")
    }

    mutating func resetCame(at now: ContinuousClock.Instant) -> ConnectionEnd? {
        peerResets.spend(at: now) ? nil : ConnectionEnd(.resetFlood, "too many streams reset by the peer")
    }

    mutating func libraryReset(at now: ContinuousClock.Instant) -> ConnectionEnd? {
        libraryResets.spend(at: now) ? nil : ConnectionEnd(.resetFlood, "too many streams broken by the peer")
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
