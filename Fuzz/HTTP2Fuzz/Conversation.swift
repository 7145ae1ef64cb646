/// What a client sends: the fuzzer's bytes as they are, or read as a list of frames, so that few inputs die at the first length.
struct Conversation {
    /// Written one after another, each with a system call of its own.
    private(set) var pieces: [[UInt8]] = []

    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
    static let paths = ["/f/unary", "/f/gzip", "/f/collect", "/f/repeat", "/f/echo", "/f/fail", "/f/nowhere"]

    /// The first byte's lowest bit chooses: odd for bytes as they are.
    init(_ input: [UInt8]) {
        guard let first = input.first else { return }
        var rest = input[1...]
        if first & 1 == 1 {
            // The other bits say into how many pieces the bytes are cut.
            let size = max(1, rest.count / (1 + Int(first >> 5)))
            while !rest.isEmpty {
                pieces.append(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            return
        }
        pieces.append(Self.preface + Self.frame(4, 0, 0, []))
        while !rest.isEmpty { take(&rest) }
    }

    /// One record: kind, flags, stream, byte count, then so many bytes.
    private mutating func take(_ rest: inout ArraySlice<UInt8>) {
        var head = Array(rest.prefix(4))
        while head.count < 4 { head.append(0) }
        rest = rest.dropFirst(4)
        let payload = Array(rest.prefix(Int(head[3])))
        rest = rest.dropFirst(payload.count)
        let stream = UInt32(head[2] & 0x3F)
        switch head[0] & 0x1F {
        case 10, 11, 12: append(Self.frame(1, head[1] | 4, stream * 2 + 1, Self.request(payload)))
        case 13, 14: append(Self.frame(0, head[1] & 1, stream * 2 + 1, Self.message(payload, isCompressed: head[1] & 2 != 0)))
        case 15: append(Self.frame(8, 0, stream == 0 ? 0 : stream * 2 - 1, [0, 0, 0x40, 0]))
        case 16: pieces.append([])
        case let kind: append(Self.frame(kind, head[1], head[2] & 0x80 == 0 ? stream : stream * 2 + 1, payload))
        }
    }

    private mutating func append(_ bytes: [UInt8]) {
        pieces[pieces.count - 1] += bytes
    }

    static func frame(_ kind: UInt8, _ flags: UInt8, _ stream: UInt32, _ payload: [UInt8]) -> [UInt8] {
        let length = UInt32(payload.count)
        let head = [UInt8(length >> 16 & 0xFF), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF), kind, flags]
        return head + (0..<4).map { UInt8(stream >> (24 - 8 * UInt32($0)) & 0xFF) } + payload
    }

    /// A good request for one of the methods; what follows the first byte is HPACK of the fuzzer's own.
    private static func request(_ payload: [UInt8]) -> [UInt8] {
        let choice = Int(payload.first ?? 0)
        var fields = [
            (":method", "POST"), (":scheme", "http"), (":path", paths[choice % paths.count]), (":authority", "f"),
            ("content-type", "application/grpc"), ("te", "trailers"),
        ]
        if choice & 0x40 != 0 { fields.append(("grpc-encoding", "gzip")) }
        if choice & 0x80 != 0 { fields.append(("grpc-timeout", "5m")) }
        return fields.flatMap { literal($0.0, $0.1) } + payload.dropFirst()
    }

    /// HPACK, literal without indexing and without Huffman; names and values under 127 bytes.
    private static func literal(_ name: String, _ value: String) -> [UInt8] {
        [0, UInt8(name.utf8.count)] + Array(name.utf8) + [UInt8(value.utf8.count)] + Array(value.utf8)
    }

    private static func message(_ payload: [UInt8], isCompressed: Bool) -> [UInt8] {
        [isCompressed ? 1 : 0, 0, 0, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)] + payload
    }
}
