import Foundation
import ModerationCore
import RedisAdapter
import TestSupport
import Testing

/// The plain form against Foundation's coders, which are the oracle.
@Suite struct BankEntryPlainFormTests {
    private static func entry(using random: inout SeededRandom) -> BankEntry {
        let texts = [
            "", "pistol", "Ada Lovelace", "naïve/ünï", "\u{2028}line", "quote\"", "back\\slash", "tab\t", "🔫", "\u{7f}",
            "</script>",
        ]
        func text() -> String { texts.randomElement(using: &random) ?? "" }
        func time() -> UnixTime {
            let values: [Int64] = [0, 1, -1, 1_732_000_000_000, .max, .min, 999_999_999_999_999_999, 1_000_000_000_000_000_000]
            return UnixTime(milliseconds: values.randomElement(using: &random) ?? 0)
        }
        return BankEntry(
            id: "e",
            fingerprint: "00ff00ff00ff00ff",
            source: text(),
            reason: text(),
            author: text(),
            created: time(),
            expires: Bool.random(using: &random) ? time() : nil,
            state: BankEntry.State.allCases.randomElement(using: &random) ?? .live,
            note: text(),
            changed: Bool.random(using: &random) ? time() : nil,
            changedBy: text()
        )
    }

    @Test func write_ofAnyEntry_isFoundationsOrNothing() throws {
        var random = SeededRandom(seed: 3)
        var plainCount = 0
        for _ in 0..<5_000 {
            let entry = Self.entry(using: &random)
            let expected = try #require(BankEntryDocument.encodeByFoundation(entry))
            if let plain = BankEntryPlainForm.write(entry) {
                plainCount += 1
                #expect(plain == expected, "\(String(decoding: plain, as: UTF8.self))")
            }
            let encoded = try #require(BankEntryDocument.encode(entry))
            #expect(BankEntryDocument.decode(encoded, id: "e", fingerprintKind: .phash64) == entry)
        }
        #expect(plainCount > 500)
    }

    @Test func read_ofMutatedDocuments_isFoundationsOrNothing() throws {
        var random = SeededRandom(seed: 4)
        var readCount = 0
        let alphabet = Array(#"{}[]":,\/-0123456789.eE+ truefalsn"#.utf8)
        for _ in 0..<20_000 {
            var bytes = try #require(BankEntryDocument.encode(Self.entry(using: &random)))
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let index = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: bytes[index] = alphabet.randomElement(using: &random) ?? 0
                case 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 2: bytes.remove(at: index)
                default: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: index)
                }
            }
            guard let plain = BankEntryPlainForm.read(bytes, id: "e") else { continue }
            readCount += 1
            #expect(plain == BankEntryDocument.decodeByFoundation(bytes, id: "e"), "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(readCount > 100)
    }

    @Test(arguments: [
        #"{"fingerprint":"00ff"}"#, #"{"state":"shadow","fingerprint":"00ff","created":-5}"#,
        #"{"fingerprint":"","note":"é/","expires":999999999999999999}"#,
    ])
    func read_ofThePlainForm_isFoundations(json: String) throws {
        let entry = try #require(BankEntryPlainForm.read(Array(json.utf8), id: "e"))
        #expect(entry == BankEntryDocument.decodeByFoundation(Array(json.utf8), id: "e"))
    }

    @Test(arguments: [
        "", "{", "{}", "[]", #"{"fingerprint":"00ff",}"#, #"{"fingerprint":"00ff","fingerprint":"00fe"}"#,
        #"{"fingerprint": "00ff"}"#,
        #"{"fingerprint":"00ff"} "#, #"{"fingerprint":"00\u0066f"}"#, #"{"fingerprint":"00ff","created":1.0}"#,
        #"{"fingerprint":"00ff","created":01}"#, #"{"fingerprint":"00ff","created":-0}"#,
        #"{"fingerprint":"00ff","created":1000000000000000000}"#,
        #"{"fingerprint":"00ff","created":null}"#, #"{"fingerprint":"00ff","state":"odd"}"#,
        #"{"fingerprint":"00ff","other":"x"}"#,
        #"{"note":"x"}"#, "{\"fingerprint\":\"a\nb\"}",
    ])
    func read_ofOtherForms_isLeftToFoundation(json: String) {
        #expect(BankEntryPlainForm.read(Array(json.utf8), id: "e") == nil)
    }

    @Test func read_ofBrokenUTF8_isLeftToFoundation() {
        let bytes = Array(#"{"fingerprint":"00ff","note":""#.utf8) + [0xc3, 0x28] + Array(#""}"#.utf8)
        #expect(BankEntryPlainForm.read(bytes, id: "e") == nil)
    }
}
