import Foundation
import ModerationCore
import RedisAdapter
import TestSupport
import Testing

/// Every reader of Redis data, for fuzzing.
enum Documents {
    static let bank = BankMetadata(name: "b", kind: .block, fingerprintKind: .phash64, radius: 8, epoch: 6)

    static func readEverything(_ reply: RedisReply) {
        _ = SellerFeatures(reply: reply)
        _ = BankMetaDocument(name: "b", values: reply.elements ?? [reply])
        for each in [reply] + (reply.elements ?? []) {
            if let (number, message) = BankLogMessage.parse(each, bank: bank) {
                var followed = FollowedBank(metadata: bank)
                _ = followed.take(message, number: number)
            }
            guard let bytes = each.bytes else { continue }
            _ = BankEntryDocument.decode(bytes, id: each.text ?? "x", fingerprintKind: .phash64)
            _ = LedgerEntry(bytes)
        }
    }
}

@Suite struct BankDocumentTests {
    static let entry = BankEntry(
        id: "e1",
        fingerprint: "00ff00ff00ff00ff",
        source: "seizure",
        reason: "pistol",
        author: "ada",
        created: UnixTime(milliseconds: 5),
        expires: UnixTime(milliseconds: 9),
        state: .quarantined,
        note: "\u{0}\"é\\"
    )

    @Test func entry_roundTrip_isTheSame() throws {
        let bytes = try #require(BankEntryDocument.encode(Self.entry))
        #expect(BankEntryDocument.decode(bytes, id: "e1", fingerprintKind: .phash64) == Self.entry)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("e1"))
    }

    @Test func entry_withOnlyAFingerprint_takesDefaults() {
        let entry = BankEntryDocument.decode(
            Array(#"{"fingerprint":"00FF00ff00ff00ff","unknown":[1]}"#.utf8),
            id: "x",
            fingerprintKind: .phash64
        )
        #expect(entry?.state == .live)
        #expect(entry?.created == UnixTime(milliseconds: 0))
        #expect(entry?.expires == nil)
    }

    @Test(arguments: [
        "", "{}", "[]", "null", "{", #"{"fingerprint":7}"#, #"{"fingerprint":"00ff"}"#, #"{"fingerprint":"zzff00ff00ff00ff"}"#,
        #"{"fingerprint":"00ff00ff00ff00ff","state":"unheard of"}"#, #"{"fingerprint":"00ff00ff00ff00ff","created":"today"}"#,
        #"{"fingerprint":"00ff00ff00ff00ff","created":1e30}"#,
    ])
    func entry_malformed_isRefused(json: String) {
        #expect(BankEntryDocument.decode(Array(json.utf8), id: "x", fingerprintKind: .phash64) == nil)
    }

    @Test func entry_ofAnotherBanksKind_isRefused() throws {
        let bytes = try #require(BankEntryDocument.encode(Self.entry))
        #expect(BankEntryDocument.decode(bytes, id: "e1", fingerprintKind: .pdq256) == nil)
        #expect(BankEntryDocument.decode(bytes, id: "", fingerprintKind: .phash64) == nil)
        #expect(BankEntryDocument.decode(bytes, id: "line\nbreak", fingerprintKind: .phash64) == nil)
    }

    @Test(arguments: [
        (["block", "phash64", "8", "live", nil, "3"], true), (["block", "phash64", "8", nil, nil, nil], true),
        (["block", "phash64", "65", "live", nil, "3"], false),
        (["block", "phash64", "-1", "live", nil, "3"], false), (["block", "md5", "8", "live", nil, "3"], false),
        (["ban", "phash64", "8", "live", nil, "3"], false),
        (["block", "phash64", "8", "odd", nil, "3"], false), (["block", "phash64", "8", "live", nil, "-3"], false),
        (["block", "phash64", "8", "live", nil, "9223372036854775807"], false), ([nil, nil, nil, nil, nil, "3"], false),
        (["block", "phash64", "8", "live", "3"], false), (["block", "phash64", "8", "live", "fast", "3"], true),
        ([nil, nil, nil, nil, "fast", nil], false),
    ])
    func meta_ofValues_isReadOrRefused(values: [String?], isBank: Bool) {
        let meta = BankMetaDocument(name: "b", values: values.map { $0.map { .bulk(Array($0.utf8)) } ?? .null })
        #expect((meta != nil) == isBank)
    }

    @Test(arguments: [
        ("exact", "exact"), ("fast", "fast"), ("a-later_mode+2", "a-later_mode+2"), (nil, nil), ("", nil), ("Fast", nil),
        ("fast\n", nil), (String(repeating: "a", count: 33), nil),
    ])
    func meta_withAPixelMode_keepsTheBankWhateverItSays(text: String?, pixelMode: String?) throws {
        let values = ["block", "phash64", "8", "live", text, "3"].map { $0.map { RedisReply.bulk(Array($0.utf8)) } ?? .null }
        guard case .bank(let bank) = try #require(BankMetaDocument(name: "b", values: values)) else {
            Issue.record("no bank")
            return
        }
        #expect(bank.pixelMode == pixelMode && bank.epoch == 3)
    }

    @Test(arguments: [
        ("holster:{bank:guns}:meta", "guns"), ("holster:{bank:}:meta", nil), ("holster:{bank:a}b}:meta", nil),
        ("holster:{bank:a:meta", nil),
        ("x", nil), ("holster:{bank:}:met", nil), ("holster:{bank:\(String(repeating: "a", count: 65))}:meta", nil),
    ])
    func keys_fromAMetaKey_nameTheBank(key: String, name: String?) {
        #expect(BankKeys(metaKey: key)?.name == name)
    }

    @Test func entry_mutated_neverTraps() throws {
        let seed = try #require(BankEntryDocument.encode(Self.entry))
        var random = SeededRandom(seed: 8)
        for _ in 0..<20_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let index = Int.random(in: bytes.indices, using: &random)
                if Bool.random(using: &random) {
                    bytes[index] = UInt8.random(in: 0...255, using: &random)
                } else {
                    bytes.remove(at: index)
                }
            }
            if let entry = BankEntryDocument.decode(bytes, id: "e", fingerprintKind: .phash64) {
                #expect(Fingerprint(kind: .phash64, hexadecimal: entry.fingerprint) != nil)
            }
        }
    }
}
