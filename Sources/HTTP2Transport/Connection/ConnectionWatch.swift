internal import Reactor

/// When a connection has waited too long: for the handshake, for the rest of a header block, for its peer to read, for an answer to a PING, for
/// anything to do; and when it has lived long enough.
///
/// Pure: the connection tells what happened and asks at every tick what to do. Pings keep to gRPC's rules (grpc/proposal A8): only while
/// streams are open, and no more than two without data in between (then one in five minutes), since servers end connections that ping more.
package struct ConnectionWatch: Sendable {
    package struct Limits: Sendable {
        package var handshake: Duration
        /// From a header block's first frame to its last.
        package var headers: Duration
        /// `nil`: never drained for idleness.
        package var idle: Duration?
        package var writeProgress: Duration
        /// `nil`: no pings.
        package var keepaliveInterval: Duration?
        package var keepaliveTimeout: Duration
        /// `nil`: never drained for age. Whoever makes many connections spreads it.
        package var age: Duration?

        package init(
            handshake: Duration,
            headers: Duration = .seconds(10),
            idle: Duration? = nil,
            writeProgress: Duration,
            keepaliveInterval: Duration? = nil,
            keepaliveTimeout: Duration = .seconds(20),
            age: Duration? = nil
        ) {
            self.handshake = handshake
            self.headers = headers
            self.idle = idle
            self.writeProgress = writeProgress
            self.keepaliveInterval = keepaliveInterval
            self.keepaliveTimeout = keepaliveTimeout
            self.age = age
        }
    }

    package enum Action: Equatable, Sendable {
        case none
        case ping
        case drain
        case close(ConnectionEnd)
    }

    /// gRPC's `max_pings_without_data`.
    package static let pingLimitWithoutData = 2

    /// After that many, gRPC servers tolerate one ping in five minutes.
    package static let sparePingInterval = Duration.seconds(300)

    private let limits: Limits
    private let started: MonotonicTime
    private var isReady = false
    private var lastReceived: MonotonicTime
    private var lastBusy: MonotonicTime
    private var waitingToWriteSince: MonotonicTime?
    private var backlog = Backlog.none
    private var pingSent: MonotonicTime?
    private var pingsWithoutData = 0
    private var isDraining = false

    package init(limits: Limits, now: ContinuousClock.Instant) {
        self.limits = limits
        started = MonotonicTime(now)
        lastReceived = started
        lastBusy = started
    }

    package mutating func becameReady() { isReady = true }

    package mutating func received(at now: ContinuousClock.Instant) { lastReceived = MonotonicTime(now) }

    /// HEADERS or DATA came: the peer's ping strikes start anew.
    package mutating func receivedStreamFrame() { pingsWithoutData = 0 }

    package mutating func pingAcknowledged() { pingSent = nil }

    /// What waits for the peer.
    package enum Backlog: Equatable, Sendable {
        case none
        /// A little waits for the streams' windows: the peer may only be slow to read what it asked for.
        case little
        /// The socket takes no more, or much waits.
        case much
    }

    /// How much longer a little backlog is borne than much of it.
    package static let patience = 10

    /// After every attempt to write.
    package mutating func wrote(someBytes: Bool, backlog: Backlog, at now: @autoclosure () -> ContinuousClock.Instant) {
        if backlog == .none {
            waitingToWriteSince = nil
        } else if someBytes || waitingToWriteSince == nil || self.backlog != backlog {
            waitingToWriteSince = MonotonicTime(now())
        }
        self.backlog = backlog
    }

    /// `headerBlockBegan`: since when a header block has been incomplete.
    package mutating func check(
        openStreamCount: Int,
        headerBlockBegan: ContinuousClock.Instant? = nil,
        at instant: ContinuousClock.Instant
    ) -> Action {
        let now = MonotonicTime(instant)
        if let end = overdue(headerBlockBegan.map(MonotonicTime.init), now) { return .close(end) }
        if openStreamCount > 0 { lastBusy = now }
        if let pingSent {
            if lastReceived > pingSent {
                self.pingSent = nil
            } else if pingSent.duration(to: now) >= limits.keepaliveTimeout {
                return .close(ConnectionEnd(.keepaliveTimeout, "a keepalive PING was not answered"))
            }
        }
        if let interval = limits.keepaliveInterval, isReady, openStreamCount > 0, pingSent == nil,
            lastReceived.duration(to: now)
                >= (pingsWithoutData < Self.pingLimitWithoutData ? interval : max(interval, Self.sparePingInterval))
        {
            pingSent = now
            pingsWithoutData += 1
            return .ping
        }
        guard !isDraining, isReady else { return .none }
        let isIdle = limits.idle.map { openStreamCount == 0 && lastBusy.duration(to: now) >= $0 } ?? false
        let isOld = limits.age.map { started.duration(to: now) >= $0 } ?? false
        isDraining = isIdle || isOld
        return isDraining ? .drain : .none
    }

    private func overdue(_ headerBlockBegan: MonotonicTime?, _ now: MonotonicTime) -> ConnectionEnd? {
        if !isReady, started.duration(to: now) >= limits.handshake {
            return ConnectionEnd(.handshakeTimeout, "no SETTINGS from the peer in time")
        }
        if let headerBlockBegan, headerBlockBegan.duration(to: now) >= limits.headers {
            return ConnectionEnd(.headerTimeout, "a header block did not arrive in time")
        }
        let limit = backlog == .little ? limits.writeProgress * Self.patience : limits.writeProgress
        if let since = waitingToWriteSince, since.duration(to: now) >= limit {
            return ConnectionEnd(.writeTimeout, "the peer reads nothing")
        }
        return nil
    }
}
