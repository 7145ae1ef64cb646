internal import CLinux
internal import Glibc

/// Owns an epoll descriptor and the eventfd that wakes it.
struct EpollSet: ~Copyable {
    /// The token of the eventfd; registrations count from 1.
    static let wakeToken: UInt64 = 0

    private let epoll: Int32
    private let wakeUp: Int32

    init() throws(ReactorError) {
        let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw ReactorError(call: "epoll_create1", errorNumber: errno) }
        let wakeUp = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard wakeUp >= 0 else {
            let reason = errno
            close(epoll)
            throw ReactorError(call: "eventfd", errorNumber: reason)
        }
        do throws(ReactorError) {
            try Self.control(epoll, EPOLL_CTL_ADD, wakeUp, .readable, Self.wakeToken)
        } catch {
            close(wakeUp)
            close(epoll)
            throw error
        }
        self.epoll = epoll
        self.wakeUp = wakeUp
    }

    deinit {
        close(wakeUp)
        close(epoll)
    }

    /// Any thread: `write` on an eventfd is atomic (eventfd(2)).
    func wake() {
        var one: UInt64 = 1
        _ = write(wakeUp, &one, 8)
    }

    func add(_ descriptor: Int32, _ interest: Readiness, _ token: UInt64) throws(ReactorError) {
        try Self.control(epoll, EPOLL_CTL_ADD, descriptor, interest, token)
    }

    func modify(_ descriptor: Int32, _ interest: Readiness, _ token: UInt64) throws(ReactorError) {
        try Self.control(epoll, EPOLL_CTL_MOD, descriptor, interest, token)
    }

    func remove(_ descriptor: Int32) {
        _ = epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, nil)
    }

    /// Waits for at most `nanoseconds` (negative: for ever) and reports each ready token.
    func wait(nanoseconds: Int64, into events: inout [epoll_event], _ ready: (UInt64, Readiness) -> Void) {
        let capacity = Int32(events.count)
        let found = events.withUnsafeMutableBufferPointer { holster_epoll_wait(epoll, $0.baseAddress, capacity, nanoseconds) }
        guard found > 0 else { return }
        for index in 0..<Int(found) {
            let event = events[index]
            let token = event.data.u64
            if token == Self.wakeToken {
                var count: UInt64 = 0
                _ = read(wakeUp, &count, 8)
            } else {
                ready(token, Self.readiness(event.events))
            }
        }
    }

    private static func control(
        _ epoll: Int32,
        _ operation: Int32,
        _ descriptor: Int32,
        _ interest: Readiness,
        _ token: UInt64
    ) throws(ReactorError) {
        var mask: UInt32 = 0
        if interest.contains(.readable) { mask |= EPOLLIN.rawValue }
        if interest.contains(.writable) { mask |= EPOLLOUT.rawValue }
        var event = epoll_event(events: mask, data: epoll_data_t(u64: token))
        guard epoll_ctl(epoll, operation, descriptor, &event) == 0 else {
            throw ReactorError(call: "epoll_ctl", errorNumber: errno)
        }
    }

    private static func readiness(_ mask: UInt32) -> Readiness {
        var readiness: Readiness = []
        if mask & EPOLLIN.rawValue != 0 { readiness.insert(.readable) }
        if mask & EPOLLOUT.rawValue != 0 { readiness.insert(.writable) }
        if mask & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { readiness.insert(.failed) }
        return readiness
    }
}
