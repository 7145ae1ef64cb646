import ModerationCore
import TestSupport
import Testing

struct FingerprintTests {
    @Test func hexadecimal_roundTrips_andRefusesOtherText() {
        let fingerprint = Fingerprint(phash64: 0x00e9_b492_cbb6_3a38)
        #expect(fingerprint.hexadecimal == "00e9b492cbb63a38")
        #expect(Fingerprint(kind: .phash64, hexadecimal: "00E9B492CBB63A38") == fingerprint)
        for text in ["", "00e9b492cbb63a3", "00e9b492cbb63a388", "00e9b492cbb63a3g", "０0e9b492cbb63a3", "+0e9b492cbb63a38"] {
            #expect(Fingerprint(kind: .phash64, hexadecimal: text) == nil, "\(text)")
        }
    }

    @Test func distance_countsDifferingBits_andIsNilBetweenKinds() throws {
        let zero = Fingerprint(phash64: 0)
        #expect(zero.distance(to: Fingerprint(phash64: .max)) == 64)
        #expect(zero.distance(to: Fingerprint(phash64: 0b1011)) == 3)
        let pdq = try #require(Fingerprint(kind: .pdq256, hexadecimal: String(repeating: "0f", count: 32)))
        #expect(zero.distance(to: pdq) == nil)
        #expect(pdq.distance(to: pdq) == 0)
    }

    @Test func hexadecimal_ofRandomBytes_neverTraps() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...70, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            let text = String(decoding: bytes, as: UTF8.self)
            if let parsed = Fingerprint(kind: .pdq256, hexadecimal: text) { #expect(parsed.hexadecimal == text.lowercased()) }
        }
    }
}
