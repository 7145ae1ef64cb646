internal import Reactor

/// Asks one sentinel, over a connection of its own, where a master is now.
//
// `@unchecked Sendable`: confined to the loop's thread.
final class SentinelLookup: @unchecked Sendable {
    private let master: String
    private let loop: EventLoop
    private var context: HiredisContext?
    private var completion: ((RedisConfiguration.Address?) -> Void)?

    /// Calls `completion` once, with `nil` when the sentinel does not answer within `timeout` or knows no such master; not after
    /// ``cancel()``. `turn` chooses among the addresses of the sentinel's name.
    init(
        _ sentinel: RedisConfiguration.Address,
        master: String,
        turn: Int,
        timeout: Duration,
        loop: EventLoop,
        completion: @escaping (RedisConfiguration.Address?) -> Void
    ) {
        self.master = master
        self.loop = loop
        self.completion = completion
        _ = loop.schedule(after: timeout) { self.finish(nil) }
        HostResolver.resolve(sentinel.host) { [loop] addresses in
            loop.execute {
                guard self.completion != nil else { return }
                guard !addresses.isEmpty else { return self.finish(nil) }
                self.open(.tcp(host: addresses[turn % addresses.count], port: sentinel.port))
            }
        }
    }

    func cancel() {
        completion = nil
        context?.close()
    }

    private func open(_ address: RedisConfiguration.Endpoint) {
        context = HiredisContext(address: address, replyByteLimit: 1 << 16, loop: loop) { event in self.handle(event) }
        if context == nil { finish(nil) }
    }

    private func handle(_ event: HiredisContext.Event) {
        switch event {
        case .connected:
            if context?.send(RedisCommand("SENTINEL", "get-master-addr-by-name", master), number: 1) != true {
                loop.execute { self.finish(nil) }
            }
        case .received: break
        case .reply(_, let reply):
            // Inside a callback of hiredis: leave it first.
            let address = reply.flatMap(Self.address)
            loop.execute { self.finish(address) }
        case .closed:
            context = nil
            finish(nil)
        }
    }

    /// `[host, port]`.
    static func address(_ reply: RedisReply) -> RedisConfiguration.Address? {
        guard let parts = reply.elements, parts.count == 2, let host = parts[0].text, (1...253).contains(host.utf8.count),
            let port = parts[1].number, (1...65_535).contains(port)
        else { return nil }
        return RedisConfiguration.Address(host: host, port: Int(port))
    }

    private func finish(_ address: RedisConfiguration.Address?) {
        guard let completion else { return }
        self.completion = nil
        context?.close()
        completion(address)
    }
}
