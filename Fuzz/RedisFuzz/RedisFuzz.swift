import CLibFuzzer
import ModerationCore
import RedisAdapter

/// What Redis holds of banks and sends: the first byte chooses. An entry's plain form must read as Foundation reads it; a reply, as a log's
/// message, a meta hash or features, must never trap.
private let bank = BankMetadata(name: "b", kind: .block, fingerprintKind: .phash64, radius: 8, epoch: 6, stamp: "1")

private func entry(_ bytes: [UInt8]) {
    let plain = BankEntryPlainForm.read(bytes, id: "e")
    if let plain {
        precondition(plain == BankEntryDocument.decodeByFoundation(bytes, id: "e"), "the plain form reads otherwise")
    }
    guard let entry = BankEntryDocument.decode(bytes, id: "e", fingerprintKind: .phash64) else { return }
    guard let written = BankEntryDocument.encode(entry) else { preconditionFailure("read, but not writable") }
    precondition(written == BankEntryDocument.encodeByFoundation(entry), "the plain form writes otherwise")
    precondition(BankEntryDocument.decodeByFoundation(written, id: "e") == entry, "an entry does not settle")
}

private func replies(_ bytes: [UInt8]) {
    guard var reader = try? RedisReplyReader(), let replies = reader.feed(bytes) else { return }
    for reply in replies {
        _ = SellerFeatures(reply: reply)
        _ = BankMetaDocument(name: "b", values: reply.elements ?? [reply])
        for each in [reply] + (reply.elements ?? []) {
            guard let (number, message) = BankLogMessage.parse(each, bank: bank) else { continue }
            var followed = FollowedBank(metadata: bank)
            _ = followed.take(message, number: number)
        }
    }
}

private func endpoint(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let endpoint = RedisConfiguration.Endpoint(parsing: text) else { return }
    precondition(RedisConfiguration.Endpoint(parsing: endpoint.description) == endpoint, "an endpoint does not settle")
}

private func fuzzRedis(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: data == nil ? 0 : size))
    guard let choice = bytes.first else { return 0 }
    let rest = Array(bytes.dropFirst())
    switch choice % 4 {
    case 0, 1: entry(rest)
    case 2: replies(rest)
    default: endpoint(rest)
    }
    return 0
}

@_cdecl("RedisFuzz_main")
public func main(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var (count, words) = (count, words)
    return LLVMFuzzerRunDriver(&count, &words, fuzzRedis)
}
