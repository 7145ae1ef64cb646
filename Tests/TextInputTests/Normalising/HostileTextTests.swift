import ModerationCore
import TestSupport
import Testing
import TextInput

/// Texts written to make the normaliser write much or stop at odd places.
@Suite struct HostileTextTests {
    let normaliser: TextNormaliser

    init() throws { normaliser = try TextNormaliser() }

    static let pieces = [
        "g.u.n ", "g*u🔥n", "(", "((g", "<a>", "|<", "i1!|", "\u{202E}kcolg\u{202C}", "пистолет ", "ж1ж", "ш\u{301}", "x", "xx",
        "shch", "sch",
        "yjijy", "a\u{300}\u{301}", "🇬🇺🇳", "1️⃣", "🅰️b", "©", "£€¢", "glo ck ", "ﷺ", "ß", "\r\n", " ", "…", "ﬃ", "手枪", "가", "ก็", "ö",
        "ааааа", "zzzz", "#", "^",
    ]

    /// No view has more than twice the bytes of the folded one, save for `reversed` and the others that are made of them.
    @Test(arguments: pieces) func normalise_pieceRepeated_viewsStayBounded(piece: String) {
        let text = String(repeating: piece, count: max(1, 20_000 / piece.count))
        let views = normaliser.normalise(text, field: .description).views
        #expect(views.count <= ViewName.allCases.count)
        let folded = views.first?.utf8.count ?? 0
        for view in views { #expect(view.utf8.count <= 2 * folded, "\(view.name) of \(piece.debugDescription)") }
    }

    @Test func normalise_randomPieces_spansAreWholeCharacters() {
        var random = SeededRandom(seed: 51)
        for _ in 0..<1_500 {
            let count = Int.random(in: 1...14, using: &random)
            let text = (0..<count).map { _ in Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)] }.joined()
            expectWholeCharacters(text, &random)
        }
    }

    /// Any stretch of any view maps to characters of the original, and the stretch of a whole view to no more than the original.
    private func expectWholeCharacters(_ text: String, _ random: inout SeededRandom) {
        let normalised = normaliser.normalise(text, field: .title)
        var boundaries: Set<Int> = [0]
        var offset = 0
        for character in normalised.original {
            offset += character.utf8.count
            boundaries.insert(offset)
        }
        for view in normalised.views where !view.utf8.isEmpty {
            #expect(String(validating: view.utf8, as: UTF8.self) != nil, "\(view.name) of \(text.debugDescription)")
            for _ in 0..<6 {
                let lower = Int.random(in: 0..<view.utf8.count, using: &random)
                let upper = Int.random(in: (lower + 1)...view.utf8.count, using: &random)
                guard let range = view.originalRange(of: lower..<upper) else {
                    Issue.record("\(view.name) of \(text.debugDescription): no place for \(lower)..<\(upper)")
                    continue
                }
                #expect(
                    boundaries.contains(range.lowerBound) && boundaries.contains(range.upperBound),
                    "\(view.name) of \(text.debugDescription)"
                )
            }
        }
    }

    @Test func normalise_viewsDifferFromEachOther() {
        var samples = ListingSamples(seed: 52)
        for round in 0..<400 {
            let views = normaliser.normalise(samples.text(parts: 1 + round % 7), field: .title).views
            #expect(Set(views.map(\.name)).count == views.count)
            for (index, view) in views.enumerated() {
                guard let name = ViewName(rawValue: view.name), ![.folded, .skeleton, .leet].contains(name) else { continue }
                // Keywords read differently in these two, so that the same bytes say something else there.
                guard name != .phonetic, name != .dense else { continue }
                #expect(
                    !views[..<index].contains { $0.utf8 == view.utf8 },
                    "\(view.name): \(String(decoding: view.utf8, as: UTF8.self))"
                )
            }
        }
    }
}
