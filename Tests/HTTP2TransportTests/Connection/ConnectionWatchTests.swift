import HTTP2Transport
import Testing

@Suite struct ConnectionWatchTests {
    static let start = ContinuousClock.now
    static func at(_ seconds: Double) -> ContinuousClock.Instant { start.advanced(by: .seconds(seconds)) }

    static func watch(idle: Duration? = nil, isReady: Bool = true) -> ConnectionWatch {
        let limits = ConnectionWatch.Limits(
            handshake: .seconds(10),
            idle: idle,
            writeProgress: .seconds(30),
            keepaliveInterval: .seconds(2),
            keepaliveTimeout: .seconds(3)
        )
        var watch = ConnectionWatch(limits: limits, now: start)
        if isReady { watch.becameReady() }
        return watch
    }

    @Test func check_whenNoSettingsCome_closes() {
        var watch = Self.watch(isReady: false)
        #expect(watch.check(openStreamCount: 0, at: Self.at(9.9)) == .none)
        #expect(
            watch.check(openStreamCount: 0, at: Self.at(10))
                == .close(ConnectionEnd(.handshakeTimeout, "no SETTINGS from the peer in time"))
        )
    }

    @Test func check_whenNothingIsHeardDuringACall_pingsThenCloses() {
        var watch = Self.watch()
        #expect(watch.check(openStreamCount: 1, at: Self.at(1.9)) == .none)
        #expect(watch.check(openStreamCount: 1, at: Self.at(2)) == .ping)
        #expect(watch.check(openStreamCount: 1, at: Self.at(4.9)) == .none)
        #expect(
            watch.check(openStreamCount: 1, at: Self.at(5))
                == .close(ConnectionEnd(.keepaliveTimeout, "a keepalive PING was not answered"))
        )
    }

    @Test func check_whenNoCallIsOpen_doesNotPing() {
        var watch = Self.watch()
        #expect(watch.check(openStreamCount: 0, at: Self.at(100)) == .none)
    }

    /// gRPC servers answer a third ping without data with GOAWAY `too_many_pings`.
    @Test func check_whenServerComputesForLong_pingsTwiceThenRarely() {
        var watch = Self.watch()
        var pings: [Int] = []
        for second in 1...700 {
            if watch.check(openStreamCount: 1, at: Self.at(Double(second))) == .ping {
                pings.append(second)
                watch.received(at: Self.at(Double(second) + 0.1))
                watch.pingAcknowledged()
            }
        }
        #expect(pings == [2, 5, 306, 607])
        watch.receivedStreamFrame()
        watch.received(at: Self.at(701))
        #expect(watch.check(openStreamCount: 1, at: Self.at(703)) == .ping)
    }

    @Test func check_whenPeerReadsNothing_closes() {
        var watch = Self.watch()
        watch.wrote(someBytes: false, backlog: .much, at: Self.at(0))
        watch.wrote(someBytes: true, backlog: .much, at: Self.at(20))
        watch.wrote(someBytes: false, backlog: .much, at: Self.at(40))
        #expect(watch.check(openStreamCount: 0, at: Self.at(49)) == .none)
        #expect(
            watch.check(openStreamCount: 0, at: Self.at(50)) == .close(ConnectionEnd(.writeTimeout, "the peer reads nothing"))
        )
        watch.wrote(someBytes: true, backlog: .none, at: Self.at(50))
        #expect(watch.check(openStreamCount: 0, at: Self.at(500)) == .none)
    }

    /// A caller that is slow to read what it asked for is borne longer than one whose socket takes nothing.
    @Test func check_whenALittleWaitsForTheWindows_isPatient() {
        var watch = Self.watch()
        watch.wrote(someBytes: false, backlog: .little, at: Self.at(0))
        #expect(watch.check(openStreamCount: 0, at: Self.at(299)) == .none)
        watch.wrote(someBytes: false, backlog: .much, at: Self.at(299))
        #expect(watch.check(openStreamCount: 0, at: Self.at(328)) == .none)
        #expect(
            watch.check(openStreamCount: 0, at: Self.at(329)) == .close(ConnectionEnd(.writeTimeout, "the peer reads nothing"))
        )
    }

    @Test func check_whenIdle_drainsOnce() {
        var watch = Self.watch(idle: .seconds(60))
        watch.received(at: Self.at(10))
        #expect(watch.check(openStreamCount: 1, at: Self.at(10)) == .none)
        #expect(watch.check(openStreamCount: 0, at: Self.at(69)) == .none)
        #expect(watch.check(openStreamCount: 0, at: Self.at(70)) == .drain)
        #expect(watch.check(openStreamCount: 0, at: Self.at(71)) == .none)
    }

    @Test func check_whenAHeaderBlockDoesNotEnd_closes() {
        var watch = Self.watch()
        #expect(watch.check(openStreamCount: 0, headerBlockBegan: Self.at(5), at: Self.at(14.9)) == .none)
        let end = ConnectionEnd(.headerTimeout, "a header block did not arrive in time")
        #expect(watch.check(openStreamCount: 0, headerBlockBegan: Self.at(5), at: Self.at(15)) == .close(end))
    }

    @Test func check_whenOld_drainsOnce() {
        let limits = ConnectionWatch.Limits(handshake: .seconds(10), writeProgress: .seconds(30), age: .seconds(60))
        var watch = ConnectionWatch(limits: limits, now: Self.start)
        watch.becameReady()
        watch.received(at: Self.at(59))
        #expect(watch.check(openStreamCount: 3, at: Self.at(59.9)) == .none)
        #expect(watch.check(openStreamCount: 3, at: Self.at(60)) == .drain)
        #expect(watch.check(openStreamCount: 3, at: Self.at(61)) == .none)
    }
}
