import Glibc

/// A client that writes whatever bytes it likes.
final class RawPeer {
    private let descriptor: Int32

    struct NotConnected: Error {}

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw NotConnected() }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// False where the server has closed.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads until the server closes; `nil` where it does not within twenty seconds.
    func readToEnd() -> [UInt8]? {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 { all += buffer.prefix(count) }
            if count == 0 || (count < 0 && errno != EAGAIN) { return all }
            if count < 0 { return nil }
        }
    }

    /// Reads until a frame of the type on the stream has come whole; its payload.
    func readFrame(type: UInt8, stream: UInt32, into seen: inout [UInt8]) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            for frame in RawFrames.frames(seen) where frame.type == type && frame.stream == stream { return frame.payload }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            seen += buffer.prefix(count)
        }
    }
}

/// HTTP/2 frames written by hand (RFC 9113 section 4.1; RFC 7541 appendix-free: literals without indexing, no Huffman code).
enum RawFrames {
    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    static func frame(_ type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) -> [UInt8] {
        let length = payload.count
        let head = [UInt8(length >> 16 & 255), UInt8(length >> 8 & 255), UInt8(length & 255), type, flags]
        return head + withUnsafeBytes(of: stream.bigEndian) { Array($0) } + payload
    }

    static func literal(_ name: String, _ value: String) -> [UInt8] {
        [0] + integer(name.utf8.count) + Array(name.utf8) + integer(value.utf8.count) + Array(value.utf8)
    }

    /// A seven-bit prefix integer, RFC 7541 section 5.1.
    private static func integer(_ value: Int) -> [UInt8] {
        guard value >= 127 else { return [UInt8(value)] }
        var rest = value - 127
        var bytes: [UInt8] = [127]
        while rest >= 128 {
            bytes.append(UInt8(rest & 127) | 128)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    static func headers(stream: UInt32, path: String = "/test.Echo/Echo", endsStream: Bool = false, adding: [[UInt8]] = [])
        -> [UInt8]
    {
        let block =
            literal(":method", "POST") + literal(":scheme", "http") + literal(":path", path) + literal(":authority", "localhost")
            + literal("content-type", "application/grpc") + literal("te", "trailers") + adding.flatMap { $0 }
        return frame(1, flags: endsStream ? 5 : 4, stream: stream, block)
    }

    static func data(stream: UInt32, _ bytes: [UInt8], endsStream: Bool = true) -> [UInt8] {
        frame(0, flags: endsStream ? 1 : 0, stream: stream, bytes)
    }

    struct Frame {
        let type: UInt8
        let stream: UInt32
        let payload: [UInt8]
    }

    /// The whole frames at the front of the bytes.
    static func frames(_ bytes: [UInt8]) -> [Frame] {
        var frames: [Frame] = []
        var offset = 0
        while offset + 9 <= bytes.count {
            let length = Int(bytes[offset]) << 16 | Int(bytes[offset + 1]) << 8 | Int(bytes[offset + 2])
            guard offset + 9 + length <= bytes.count else { break }
            let stream = bytes[(offset + 5)..<(offset + 9)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
            frames.append(
                Frame(type: bytes[offset + 3], stream: stream, payload: Array(bytes[(offset + 9)..<(offset + 9 + length)]))
            )
            offset += 9 + length
        }
        return frames
    }
}
