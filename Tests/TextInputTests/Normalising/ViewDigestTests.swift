import ModerationCore
import TestSupport
import Testing
import TextInput

/// What the views of generated texts were when `normaliser-2` was settled: a faster normaliser must not change one byte or offset of them. Whoever
/// changes a view on purpose changes ``TextNormaliser/version`` and these digests.
@Suite struct ViewDigestTests {
    /// FNV-1a (Fowler, Noll, Vo), 64 bits.
    private struct Digest {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325

        mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

        mutating func add(_ word: UInt32) { for shift in 0..<4 { add(UInt8(truncatingIfNeeded: word >> (8 * UInt32(shift)))) } }

        mutating func add(_ view: TextView) {
            for byte in view.name.utf8 { add(byte) }
            for byte in view.utf8 { add(byte) }
            for start in view.starts { add(start) }
            for end in view.ends { add(end) }
        }
    }

    private static func digest(of texts: some Sequence<String>) throws -> UInt64 {
        let normaliser = try TextNormaliser()
        var digest = Digest()
        for text in texts {
            for view in normaliser.normalise(text, field: .title).views { digest.add(view) }
        }
        return digest.value
    }

    /// The tables behind the digests.
    static let hasTheirData = TextNormaliser.version == "normaliser-2" && TextNormaliser.dataVersion == "unicode-15.0"

    @Test(.enabled(if: hasTheirData))
    func normalise_generatedTexts_viewsAreAsSettled() throws {
        var samples = ListingSamples(seed: 31)
        let digest = try Self.digest(of: (0..<4_000).map { samples.text(parts: 1 + $0 % 11) })
        #expect(digest == 13_973_396_235_314_753_568, "\(digest)")
    }

    @Test(.enabled(if: hasTheirData))
    func normalise_anyBytes_viewsAreAsSettled() throws {
        var samples = ListingSamples(seed: 32)
        let digest = try Self.digest(of: (0..<4_000).map { samples.bytes(count: $0 % 161) })
        #expect(digest == 735_563_184_796_410_743, "\(digest)")
    }

    @Test(.enabled(if: hasTheirData))
    func normalise_everyScalarAmongNeighbours_viewsAreAsSettled() throws {
        let texts = (UInt32(1)...0x10FFFF).lazy.filter { $0 < 0x32000 || $0 > 0xDFF00 && $0 < 0xF0100 }.compactMap(
            Unicode.Scalar.init
        )
        .map { scalar in
            var text = scalar.value % 3 == 0 ? "x" : "ж"
            text.unicodeScalars.append(scalar)
            text += scalar.value % 2 == 0 ? "y" : "2 e\u{301}"
            return text
        }
        let digest = try Self.digest(of: texts)
        #expect(digest == 10_003_622_269_755_380_748, "\(digest)")
    }

    @Test(.enabled(if: hasTheirData))
    func normalise_oddClusters_viewsAreAsSettled() throws {
        var random = SeededRandom(seed: 33)
        var samples = ListingSamples(seed: 34)
        let pieces = [
            "a", "Z", "0", ".", " ", "\r\n", "\r", "\n", "g.", "\u{301}", "\u{316}", "\u{20E3}", "\u{FE0F}", "🇩", "👨‍👩‍👧", "가",
            "\u{1100}", "\u{1161}", "о",
            "ж", "東", "\u{200B}", "\u{200D}", "ﷺ", "ก็", "क्ष", "ß", "İ", "™", "½", "⁄", "𝓹", "٣", "–", "\u{AD}", "\u{E0041}",
            "\u{302E}", "\u{1D165}", "!!!",
        ]
        let texts = (0..<6_000).map { round -> String in
            var text = ""
            for _ in 0..<Int.random(in: 1...24, using: &random) {
                let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
                text += String(
                    repeating: piece,
                    count: Int.random(in: 0..<8, using: &random) == 0 ? Int.random(in: 1...70, using: &random) : 1
                )
                if Int.random(in: 0..<9, using: &random) == 0 { text.unicodeScalars.append(samples.scalar()) }
            }
            return text
        }
        let digest = try Self.digest(of: texts)
        #expect(digest == 10_361_628_057_658_008_789, "\(digest)")
    }
}
