import GRPCTransport
import Glibc
import Reactor

/// A server that answers with whatever bytes it likes, one connection after the other, on a thread of its own.
final class RawServer: Sendable {
    let endpoint: SocketEndpoint
    private let listener: Int32
    private let pool = WorkerPool(name: "raw-server", threadCount: 1, queueLimit: 1)

    struct NotListening: Error {}

    /// For each connection `greeting` is sent, and for each request (a DATA frame that ends its stream) what `answer` returns; an
    /// empty answer closes the connection.
    init(greeting: [UInt8], answer: @escaping @Sendable (_ connection: Int, _ stream: UInt32) -> [UInt8]) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                bind(descriptor, raw, length) == 0 && listen(descriptor, 16) == 0 && getsockname(descriptor, raw, &length) == 0
            }
        }
        guard result else { throw NotListening() }
        listener = descriptor
        endpoint = .host("127.0.0.1", port: UInt16(bigEndian: address.sin_port))
        let pool = pool
        Task { try await pool.run { Self.serve(descriptor, greeting, answer) } }
    }

    func stop() {
        // Wakes `accept`, whose thread closes the socket: closed here, its number could be that of the next server while the thread still uses it.
        shutdown(listener, Int32(SHUT_RDWR))
        pool.shutDown()
    }

    private static func serve(_ listener: Int32, _ greeting: [UInt8], _ answer: (Int, UInt32) -> [UInt8]) {
        var connection = 0
        while true {
            let socket = accept(listener, nil, nil)
            guard socket >= 0 else {
                close(listener)
                return
            }
            connection += 1
            send(socket, greeting)
            converse(socket) { answer(connection, $0) }
            // What has come and was not read would turn the close into a reset, and the answer with it into nothing.
            shutdown(socket, Int32(SHUT_WR))
            var rest = [UInt8](repeating: 0, count: 65_536)
            while recv(socket, &rest, rest.count, 0) > 0 {}
            close(socket)
        }
    }

    private static func converse(_ socket: Int32, _ answer: (UInt32) -> [UInt8]) {
        var seen: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var answered: Set<UInt32> = []
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            seen += buffer.prefix(count)
            for frame in RawFrames.frames(Array(seen.dropFirst(RawFrames.preface.count))) where frame.type == 0 {
                guard answered.insert(frame.stream).inserted else { continue }
                let bytes = answer(frame.stream)
                if bytes.isEmpty { return }
                send(socket, bytes)
            }
        }
    }

    private static func send(_ socket: Int32, _ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }
}
