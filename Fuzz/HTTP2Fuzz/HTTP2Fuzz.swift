import CLibFuzzer
import GRPCTransport
import Glibc
import HTTP2Transport
import Reactor
import Synchronization

private let eventLoops = try? EventLoopGroup(threadCount: 1, name: "fuzz")
private let turnCount = Atomic(0)
private let echo = eventLoops.flatMap { EchoServer(eventLoops: $0) }

/// One connection, from the first byte to its end: whatever the client sends, the server gives everything back that it took: the connection,
/// the handlers, the bytes of requests.
private func fuzzHTTP2(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let server = echo?.server else { preconditionFailure("no event loop") }
    let conversation = Conversation(Array(UnsafeBufferPointer(start: start, count: count)))
    guard let (ours, theirs) = try? PlainSocket.pair() else { return 0 }
    server.adopt(theirs)
    var client = Client(socket: ours)
    for piece in conversation.pieces where !client.isAtEnd { client.send(piece) }
    client.settle(server)
    ours.finish()
    waitUntil("connection") { server.connectionCount == 0 }
    waitUntil("handler") { server.runningCallCount == 0 }
    waitUntil("request bytes") { server.bufferedRequestByteCount == 0 }
    finishTurn()
    return 0
}

/// What the loop still holds of the connection is let go of before libFuzzer looks for leaks.
private func finishTurn() {
    for _ in 0..<2 {
        let before = turnCount.load(ordering: .acquiring)
        guard eventLoops?.next().execute({ turnCount.add(1, ordering: .releasing) }) == true else { return }
        waitUntil("turn") { turnCount.load(ordering: .acquiring) > before }
    }
}

/// Ten seconds are for a busy machine; what is not given back by then never is.
private func waitUntil(_ what: String, _ isDone: () -> Bool) {
    var rounds = 0
    while !isDone() {
        rounds += 1
        precondition(rounds < 100_000, "not given back: \(what)")
        usleep(rounds < 50 ? 10 : 100)
    }
}

/// Writes what it is given and drops what comes back.
private struct Client {
    let socket: PlainSocket
    private(set) var isAtEnd = false
    private var isAnswered = false
    /// The last bytes that came: where the answer to the PING is looked for.
    private var tail: [UInt8] = []

    private static let payload: [UInt8] = Array("fuzzfuzz".utf8)
    private static let answer = Conversation.frame(6, 1, 0, payload)

    init(socket: PlainSocket) { self.socket = socket }

    mutating func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        var waits = 0
        while !rest.isEmpty, !isAtEnd, waits < 50 {
            var moved = false
            rest.withUnsafeBytes { buffer in
                let vector = [iovec(iov_base: UnsafeMutableRawPointer(mutating: buffer.baseAddress), iov_len: buffer.count)]
                switch vector.withUnsafeBufferPointer({ socket.write($0) }) {
                case .bytes(let count):
                    rest = rest.dropFirst(count)
                    moved = true
                case .wouldBlock: break
                default: isAtEnd = true
                }
            }
            receive()
            if !moved {
                waits += 1
                wait(Int16(POLLIN | POLLOUT))
            }
        }
    }

    /// Asks with a PING whether all was read, and gives running handlers a moment.
    mutating func settle(_ server: GRPCServer) {
        send(Conversation.frame(6, 0, 0, Self.payload))
        for _ in 0..<10 where !isAtEnd && !isAnswered {
            wait(Int16(POLLIN))
            receive()
        }
        for _ in 0..<5 where !isAtEnd && server.runningCallCount > 0 {
            wait(Int16(POLLIN))
            receive()
        }
    }

    private func wait(_ events: Int16) {
        var descriptor = pollfd(fd: socket.descriptor, events: events, revents: 0)
        _ = poll(&descriptor, 1, 1)
    }

    private mutating func receive() {
        withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 1) { buffer in
            while true {
                switch socket.read(into: buffer) {
                case .bytes(let count):
                    let recent = tail + buffer[..<count]
                    isAnswered = isAnswered || recent.indices.contains { recent[$0...].starts(with: Self.answer) }
                    tail = Array(recent.suffix(Self.answer.count - 1))
                case .wouldBlock: return
                default:
                    isAtEnd = true
                    return
                }
            }
        }
    }
}

@_cdecl("HTTP2Fuzz_main")
public func main(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var (count, words) = (count, words)
    precondition(echo != nil, "no event loop")
    return LLVMFuzzerRunDriver(&count, &words, fuzzHTTP2)
}
