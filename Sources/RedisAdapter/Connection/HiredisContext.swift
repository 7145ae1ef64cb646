internal import CHiredis
internal import Reactor

/// One hiredis asynchronous context attached to an event loop; gone for good once closed or broken.
///
/// hiredis frees the context on its own when a connection breaks; it calls the `cleanup` hook first, and after that nothing here
/// touches it. Everything happens on the loop's thread: hiredis has no locks, and wants one thread a context (hiredis README,
/// "Asynchronous API").
//
// `@unchecked Sendable`: everything is confined to the loop's thread; the closure that crosses only brings it back there.
final class HiredisContext: @unchecked Sendable {
    enum Event {
        case connected
        /// The context is gone; says why.
        case closed(String)
        case reply(number: UInt, RedisReply?)
        /// Bytes came, perhaps not a whole reply.
        case received
    }

    private let loop: EventLoop
    private let replyByteLimit: Int
    private let onEvent: (Event) -> Void
    private var context: UnsafeMutablePointer<redisAsyncContext>?
    private var registration: EventLoop.Registration?
    private var interest: Readiness = []
    private var reason = "closed"

    /// Begins to connect to a numeric address or a path; events follow until `.closed`.
    init?(address: RedisConfiguration.Endpoint, replyByteLimit: Int, loop: EventLoop, onEvent: @escaping (Event) -> Void) {
        self.loop = loop
        self.replyByteLimit = replyByteLimit
        self.onEvent = onEvent
        let made: UnsafeMutablePointer<redisAsyncContext>? =
            switch address {
            case .tcp(let host, let port): redisAsyncConnect(host, Int32(clamping: port))
            case .unix(let path): redisAsyncConnectUnix(path)
            case .sentinel: nil
            }
        guard let made else { return nil }
        guard made.pointee.err == 0, let reader = made.pointee.c.reader, BoundedReplyTable.bound(reader), attach(made) else {
            detachUnused()
            redisAsyncFree(made)
            return nil
        }
        context = made
    }

    /// False when the command could not be handed over.
    func send(_ command: RedisCommand, number: UInt) -> Bool {
        guard let context else { return false }
        let status = command.wire.withUnsafeBytes { bytes in
            redisAsyncFormattedCommand(
                context,
                { context, reply, number in
                    HiredisContext.of(context?.pointee.data)?.take(reply, number: UInt(bitPattern: number))
                },
                UnsafeMutableRawPointer(bitPattern: number),
                bytes.bindMemory(to: CChar.self).baseAddress,
                bytes.count
            )
        }
        return status == REDIS_OK
    }

    /// Fails what is owed (replies of `nil`), then reports `.closed`. Inside a callback hiredis puts it off to the callback's end.
    func close(_ reason: String = "closed") {
        guard let context else { return }
        self.reason = reason
        redisAsyncFree(context)
    }

    // MARK: hiredis calls

    private static func of(_ pointer: UnsafeMutableRawPointer?) -> HiredisContext? {
        pointer.map { Unmanaged<HiredisContext>.fromOpaque($0).takeUnretainedValue() }
    }

    private func attach(_ made: UnsafeMutablePointer<redisAsyncContext>) -> Bool {
        do {
            // The handler holds this object, so it lives as long as the context: until `cleanup` deregisters.
            registration = try loop.register(descriptor: made.pointee.c.fd, interest: []) { readiness in self.handle(readiness) }
        } catch {
            return false
        }
        let me = Unmanaged.passUnretained(self).toOpaque()
        made.pointee.data = me
        made.pointee.ev.data = me
        made.pointee.ev.addRead = { HiredisContext.of($0)?.change { $0.insert(.readable) } }
        made.pointee.ev.delRead = { HiredisContext.of($0)?.change { $0.remove(.readable) } }
        made.pointee.ev.addWrite = { HiredisContext.of($0)?.change { $0.insert(.writable) } }
        made.pointee.ev.delWrite = { HiredisContext.of($0)?.change { $0.remove(.writable) } }
        made.pointee.ev.cleanup = { HiredisContext.of($0)?.detach() }
        // Nothing may close the context inside this callback: hiredis 0.14 guards only reply callbacks against that.
        let status = redisAsyncSetConnectCallback(made) { context, status in
            if status == REDIS_OK { HiredisContext.of(context?.pointee.data)?.onEvent(.connected) }
        }
        return status == REDIS_OK
    }

    private func detachUnused() {
        if let registration { loop.deregister(registration) }
        registration = nil
    }

    private func change(_ edit: (inout Readiness) -> Void) {
        var wanted = interest
        edit(&wanted)
        guard wanted != interest, let registration else { return }
        interest = wanted
        do {
            try loop.setInterest(wanted, of: registration)
        } catch {
            // The descriptor is watched no longer, so nothing would ever close it.
            loop.execute { [weak self] in self?.close("cannot watch the socket") }
        }
    }

    private func handle(_ readiness: Readiness) {
        let failed = readiness.contains(.failed)
        if let context, readiness.contains(.readable) || (failed && interest.contains(.readable)) {
            onEvent(.received)
            redisAsyncHandleRead(context)
        }
        if let context, let reader = context.pointee.c.reader, reader.pointee.len > replyByteLimit {
            return close("a reply is larger than \(replyByteLimit) bytes")
        }
        if let context, readiness.contains(.writable) || (failed && interest.contains(.writable)) {
            redisAsyncHandleWrite(context)
        } else if failed && interest.isEmpty {
            close("the socket failed")
        }
    }

    private func take(_ reply: UnsafeMutableRawPointer?, number: UInt) {
        onEvent(.reply(number: number, RedisReply(copying: reply?.assumingMemoryBound(to: redisReply.self))))
    }

    /// The `cleanup` hook: the context is about to be freed, and its callbacks have all run.
    private func detach() {
        if let context, context.pointee.err != 0, let text = context.pointee.errstr { reason = String(cString: text) }
        context = nil
        let registered = registration
        registration = nil
        // `self` may be held by the registration alone.
        withExtendedLifetime(self) {
            if let registered { loop.deregister(registered) }
            onEvent(.closed(reason))
        }
    }
}
