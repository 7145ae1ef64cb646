import CLibFuzzer
import GRPCTransport
import HTTP2Transport

private let messageLimit = 4_096

/// The first byte chooses a codec; what follows are its bytes.
private func fuzzFraming(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = input.first else { return 0 }
    let bytes = input[1...]
    switch choice % 6 {
    case 0: deframe(bytes, acceptsCompressed: choice & 0x40 != 0)
    case 1: percent(String(decoding: bytes, as: UTF8.self))
    case 2: base64(bytes)
    case 3: timeout(String(decoding: bytes, as: UTF8.self))
    case 4: head(bytes)
    default: gzip(bytes)
    }
    return 0
}

/// Messages and failures are the same however the bytes are cut. The first byte says into pieces of which size.
private func deframe(_ bytes: ArraySlice<UInt8>, acceptsCompressed: Bool) {
    guard let size = bytes.first else { return }
    let body = bytes.dropFirst()
    let whole = messages(of: body, pieceByteCount: max(1, body.count), acceptsCompressed)
    let cut = messages(of: body, pieceByteCount: 1 + Int(size) % 64, acceptsCompressed)
    precondition(whole == cut, "messages depend on how their bytes are cut")
}

private struct Deframed: Equatable {
    var messages: [InboundMessage] = []
    var failure: MessageDeframer.Failure?
    var isAtBoundary = true
}

private func messages(of bytes: ArraySlice<UInt8>, pieceByteCount: Int, _ acceptsCompressed: Bool) -> Deframed {
    var deframer = MessageDeframer(messageLimit: messageLimit, acceptsCompressed: acceptsCompressed)
    var result = Deframed()
    var rest = bytes
    while !rest.isEmpty, result.failure == nil {
        let piece = rest.prefix(pieceByteCount)
        rest = rest.dropFirst(pieceByteCount)
        piece.withUnsafeBytes { piece in
            var piece = piece
            do throws(MessageDeframer.Failure) {
                while let message = try deframer.next(&piece) {
                    precondition(message.bytes.count <= messageLimit)
                    result.messages.append(message)
                }
                precondition(piece.isEmpty && deframer.bufferedByteCount <= messageLimit)
            } catch {
                result.failure = error
            }
        }
    }
    result.isAtBoundary = deframer.isAtBoundary
    return result
}

/// Any text decodes; what is short enough is encoded to printable ASCII and decodes to itself.
private func percent(_ text: String) {
    _ = PercentCodec.decode(text)
    let encoded = PercentCodec.encode(text)
    precondition(MetadataCodec.isTextValue(encoded))
    let decoded = PercentCodec.decode(encoded)
    if text.utf8.count <= PercentCodec.messageLimit {
        precondition(Array(decoded.utf8) == Array(text.utf8))
    } else {
        precondition(text.utf8.starts(with: decoded.utf8) && decoded.utf8.count <= PercentCodec.messageLimit)
    }
}

private func base64(_ bytes: ArraySlice<UInt8>) {
    precondition(Base64.decode(Base64.encode(Array(bytes)).utf8) == Array(bytes))
    guard let decoded = Base64.decode(bytes) else { return }
    precondition(Base64.decode(Base64.encode(decoded).utf8) == decoded)
}

/// What is a timeout is written as one that is no longer, and short by less than one in ten thousand.
private func timeout(_ text: String) {
    guard let timeout = TimeoutCodec.decode(text) else { return }
    guard let again = TimeoutCodec.decode(TimeoutCodec.encode(timeout)) else { preconditionFailure("wrote no timeout") }
    precondition(timeout >= .zero && timeout <= TimeoutCodec.longest)
    precondition(again <= max(timeout, .nanoseconds(1)) && again >= timeout - timeout / 10_000)
}

/// Lines "name value", names of one byte standing for well-known ones: a head or a refusal, and metadata that survives being sent on.
private func head(_ bytes: ArraySlice<UInt8>) {
    let known: [UInt8: String] = [
        0x4D: ":method", 0x50: ":path", 0x41: ":authority", 0x53: ":scheme", 0x43: "content-type", 0x54: "te",
        0x45: "grpc-encoding",
        0x47: "grpc-accept-encoding", 0x4F: "grpc-timeout", 0x48: "host", 0x42: "data-bin",
    ]
    let fields = bytes.split(separator: 0x0A, maxSplits: 64).map { line in
        let parts = line.split(separator: 0x20, maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].count == 1 ? parts[0].first.flatMap { known[$0] } : nil
        let value = parts.count == 2 ? String(decoding: parts[1], as: UTF8.self) : ""
        return HTTPField(name ?? String(decoding: parts[0], as: UTF8.self), value)
    }
    let block = HeaderBlock(fields)
    _ = try? RequestHead(block)
    guard let metadata = MetadataCodec.decode(block) else { return }
    var sent: [HTTPField] = []
    MetadataCodec.append(metadata, to: &sent)
    precondition(MetadataCodec.decode(HeaderBlock(sent)) == metadata, "metadata changes when it is sent on")
}

/// Any bytes inflate to at most the limit or fail; what is deflated inflates to itself.
private func gzip(_ bytes: ArraySlice<UInt8>) {
    if let plain = try? Gzip.inflate(bytes, limit: messageLimit) { precondition(plain.count <= messageLimit) }
    guard let packed = try? Gzip.deflate([bytes]) else { preconditionFailure("cannot deflate") }
    precondition((try? Gzip.inflate(packed[...], limit: bytes.count)) == Array(bytes))
}

@_cdecl("FramingFuzz_main")
public func main(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var (count, words) = (count, words)
    return LLVMFuzzerRunDriver(&count, &words, fuzzFraming)
}
