import HTTP2Transport
import Reactor
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(3)))
struct ListeningSocketTests {
    private static let anyPort = SocketEndpoint.host("127.0.0.1", port: 0)

    private final class Connected: Sendable {
        let sockets = Mutex<[PlainSocket]>([])
    }

    @Test func group_isOneSocketAThreadOnOnePort() throws {
        let group = try ListeningSocket.group(Self.anyPort, count: 4, sharesPort: false)
        #expect(group.count == 4)
        #expect(Set(group.map(\.endpoint.description)).count == 1)
        #expect(Set(group.map(\.descriptor)).count == 4)
        #expect(group[0].endpoint.port != 0)
        #expect(try ListeningSocket.group(Self.anyPort, count: 0, sharesPort: false).count == 1)
    }

    @Test func group_ofAUnixPath_isOneSocket() throws {
        let path = "/tmp/holster-test-\(UInt64.random(in: 0 ... .max)).sock"
        #expect(try ListeningSocket.group(.unix(path: path), count: 4, sharesPort: false).count == 1)
    }

    /// Whoever else listens, with SO_REUSEPORT or without: the port is taken.
    @Test(arguments: [1, 3]) func group_whenThePortIsTaken_throws(_ count: Int) throws {
        for others in [1, 2] {
            let taken = try ListeningSocket.group(Self.anyPort, count: others, sharesPort: false)
            #expect(throws: SocketError.self) { try ListeningSocket.group(taken[0].endpoint, count: count, sharesPort: false) }
        }
    }

    @Test func group_whenThePortIsShared_isTakenBesideTheOther() throws {
        let first = try ListeningSocket.group(Self.anyPort, count: 2, sharesPort: true)
        let second = try ListeningSocket.group(first[0].endpoint, count: 2, sharesPort: true)
        #expect(second.map(\.endpoint.description) == first.map(\.endpoint.description))
        // One that does not share is refused still.
        #expect(throws: SocketError.self) { try ListeningSocket.group(first[0].endpoint, count: 2, sharesPort: false) }
        // And one that shares is refused by one that does not.
        let alone = try ListeningSocket.group(Self.anyPort, count: 1, sharesPort: false)
        #expect(throws: SocketError.self) { try ListeningSocket.group(alone[0].endpoint, count: 1, sharesPort: true) }
    }

    @Test func group_whenManyConnect_everySocketGetsSome() throws {
        let group = try ListeningSocket.group(Self.anyPort, count: 3, sharesPort: false)
        let loops = try EventLoopGroup(threadCount: 1, name: "connect")
        defer { loops.shutDown() }
        let connected = Connected()
        for _ in 0..<90 {
            loops.loops[0].execute {
                let connector = SocketConnector(loop: loops.loops[0])
                connector.connect(to: group[0].endpoint) { result in
                    _ = connector
                    if case .success(let socket) = result { connected.sockets.withLock { $0.append(socket) } }
                }
            }
        }
        var counts = [0, 0, 0]
        let deadline = ContinuousClock.now.advanced(by: .seconds(30))
        while counts.reduce(0, +) < 90, ContinuousClock.now < deadline {
            for (index, listener) in group.enumerated() {
                while case .connection(_, let peer) = listener.accept() {
                    counts[index] += 1
                    #expect(peer.hasPrefix("127.0.0.1:"))
                }
            }
        }
        // By a hash of the addresses: all three have some but once in 10^15.
        #expect(counts.allSatisfy { $0 > 0 })
        #expect(counts.reduce(0, +) == 90)
    }
}
