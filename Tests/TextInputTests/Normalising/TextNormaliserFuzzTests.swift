import ModerationCore
import TestSupport
import Testing
import TextInput

@Suite struct TextNormaliserFuzzTests {
    let normaliser: TextNormaliser

    init() throws { normaliser = try TextNormaliser() }

    /// Offsets of all grapheme clusters, and the end.
    func boundaries(of text: String) -> Set<Int> {
        var boundaries: Set<Int> = [0]
        var offset = 0
        for character in text {
            offset += character.utf8.count
            boundaries.insert(offset)
        }
        return boundaries
    }

    func check(_ text: String) {
        let normalised = normaliser.normalise(text, field: .description)
        let boundaries = boundaries(of: normalised.original)
        #expect(normalised.original == text)
        for view in normalised.views {
            #expect(view.starts.count == view.utf8.count && view.ends.count == view.utf8.count)
            #expect(String(validating: view.utf8, as: UTF8.self) != nil, "\(view.name) of \(text.debugDescription)")
            let isOrdered =
                zip(view.starts, view.starts.dropFirst()).allSatisfy(<=) && zip(view.ends, view.ends.dropFirst()).allSatisfy(<=)
            #expect(isOrdered, "\(view.name) of \(text.debugDescription)")
            let areBounds = zip(view.starts, view.ends).allSatisfy {
                $0 < $1 && boundaries.contains(Int($0)) && boundaries.contains(Int($1))
            }
            #expect(areBounds, "\(view.name) of \(text.debugDescription)")
        }
    }

    @Test func normalise_generatedTexts_offsetsAreOrderedCharacterBoundaries() {
        var samples = ListingSamples(seed: 21)
        for round in 0..<600 { check(samples.text(parts: 1 + round % 9)) }
    }

    @Test func normalise_anyBytes_offsetsAreOrderedCharacterBoundaries() {
        var samples = ListingSamples(seed: 22)
        for round in 0..<800 { check(samples.bytes(count: round % 131)) }
    }

    @Test(arguments: ["a", "0", ".", "g.", "\u{301}", "🇩", "👨‍👩‍👧", "가", "о", "\r\n", "\u{200B}", "ﷺ", "ก็", "a\u{316}\u{301}", "ß"])
    func normalise_onePieceRepeated_isBounded(piece: String) {
        let text = "x" + String(repeating: piece, count: 5_000)
        check(text)
    }

    @Test func normalise_tenMegabytesOfOneLetter_keepsEveryByte() {
        let count = 10_000_000
        let views = normaliser.normalise(String(repeating: "A", count: count), field: .description).views
        #expect(views.first?.utf8.count == count)
        let squeezed = views.first { $0.name == ViewName.squeezed.rawValue }
        #expect(squeezed?.utf8 == [UInt8(ascii: "a")])
        #expect(squeezed?.originalRange(of: 0..<1) == 0..<count)
    }
}
