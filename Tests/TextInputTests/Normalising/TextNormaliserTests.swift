import Foundation
import ModerationCore
import TestSupport
import Testing
import TextInput

@Suite struct TextNormaliserTests {
    let normaliser: TextNormaliser

    init() throws { normaliser = try TextNormaliser() }

    /// The view's text; `nil` when there is no such view.
    func view(_ name: ViewName, of text: String) -> String? {
        normaliser.normalise(text, field: .title).views.first { $0.name == name.rawValue }.map {
            String(decoding: $0.utf8, as: UTF8.self)
        }
    }

    /// What of the original a part of a view came from.
    func original(of part: String, in name: ViewName, of text: String) -> String? {
        let normalised = normaliser.normalise(text, field: .title)
        guard let view = normalised.views.first(where: { $0.name == name.rawValue }) else { return nil }
        let needle = Array(part.utf8)
        for start in 0..<max(0, view.utf8.count - needle.count + 1)
        where view.utf8[start..<(start + needle.count)].elementsEqual(needle) {
            guard let range = view.originalRange(of: start..<(start + needle.count)) else { return nil }
            return String(validating: Array(normalised.original.utf8)[range], as: UTF8.self)
        }
        return nil
    }

    @Test(arguments: [
        ("Glock 19", "glock 19"), ("ＧＬＯＣＫ　１９", "glock 19"), ("Schreckschuß", "schreckschuss"), ("ﬁrearm", "firearm"),
        ("𝓹𝓲𝓼𝓽𝓸𝓵", "pistol"),
        ("e\u{301}\u{327}", "ȩ\u{301}"), ("ΣΑΣ", "σασ"), ("", ""),
    ])
    func folded_isCompatibilityComposedAndCaseFolded(text: String, expected: String) {
        #expect(view(.folded, of: text) == expected)
    }

    @Test(arguments: [
        ("Glоck", "glock"),  // Cyrillic о
        ("ВЕRЕТТА", "beretta"),  // Cyrillic В, Е, Т and А
        ("Gl\u{200B}o\u{AD}c\u{200D}k", "glock"), ("Z̸̢̛a̷͝l̶̕g̵̀o̴͒", "zalgo"), ("ɢʟᴏᴄᴋ", "glock"), ("Gℓ○ck", "glock"),
        ("munición", "municion"),
        ("łódź Straße", "lodz strasse"),
        // Cyrillic letters that pass for Latin ones are those, in every word; the third has Latin c, o and e.
        ("пистолет", "пиctoлet"), ("ПИСТОЛЁТ", "пиctoлet"), ("пиcтoлeт", "пиctoлet"), ("Бой бой", "бoи бoи"), ("зы", "зы"),
        // Coptic, Cherokee, Lisu, a lunate sigma, an operator.
        ("ⲀᏒꓮϲ∨", "arac\u{76}"), ("真͓枪̏", "真枪"),
        ("Glock™ 19", "glock  19"), ("4️⃣5️⃣", "45"), ("🇬🇺🇳", "gun"), ("🅖🅤🅝", "gun"), ("a\t\r\nb\u{0}", "a  b"), ("ak–47", "ak-47"),
        ("٣٤", "34"),
        ("東京の銃", "東京の銃"), ("İ I ı", "i i i"), ("m ɱ", "m m"), ("½", "1\u{2044}2"), ("ĳ", "ij"),
    ])
    func skeleton_foldsLookAlikes(text: String, expected: String) {
        #expect(view(.skeleton, of: text) == expected)
    }

    @Test(arguments: [
        ("G.L.0.C.K 19", "gl0ck 19"), ("g l o c k  1 9", "glock  19"), ("A K - 4 7", "ak - 47"), ("g-l.o_c*k", "glock"),
        ("Sell G.U.N now", "sell gun now"),
        ("g l o c k19", "glock19"), ("U.S.A. made", "usa. made"), ("Г.л.о.к", "rлok"),
    ])
    func compact_joinsSingleCharacters(text: String, expected: String) {
        #expect(view(.compact, of: text) == expected)
    }

    @Test(arguments: ["Glock 19", "a big gun", "x4 a1", "a ---- b", "", "."])
    func compact_whenNothingToJoin_isAbsent(text: String) {
        #expect(view(.compact, of: text) == nil)
    }

    @Test(arguments: [
        ("p1st0l", "plstol"), ("gl0ck19", "glock19"), ("GIock", "glock"), ("$ilencer!", "sllencer!"), ("5ilencer", "sllencer"),
        ("ak47", "ak47"),
        ("1911", "1911"), ("b@reтt4", "baretta"), ("пист0лет", "пиctoлet"), ("З3ч4б6", "eeaagg"), ("G.L.0.C.K 19", "glock 19"),
        ("9x19", "gx19"),
        ("gun$ 5$", "guns 5$"), ("gl.o-ck", "glock"), ("g|ock", "glock"), ("We§§on", "wesson"), ("€gg", "egg"),
        ("50 € xx", "50 € xx"),
        ("glo(k", "glock"), ("(used) word(s)", "(used) words)"), ("(un", "gun"), ("#gun ^up", "#gun ^up"), ("5.56", "5.56"),
    ])
    func leet_readsDigitsInWordsAsLetters(text: String, expected: String) {
        #expect(view(.leet, of: text) == expected)
    }

    @Test func squeezed_onlyOfDrawnOutWords() {
        #expect(view(.squeezed, of: "glooo0ck switch") == "glock swltch")
        #expect(view(.squeezed, of: "berettta ammo") == "bereta amo")
        #expect(view(.squeezed, of: "beretta 1000") == nil)
        #expect(view(.squeezed, of: "fusilli") == nil)
        #expect(view(.squeezed, of: "пистооолет") == "пиctoлet")
    }

    @Test(arguments: [
        ("g*un", "gun"), ("gl.ock", "glock"), ("gl-ock 5.56", "glock 5.56"), ("g🔥un", "gun"), ("pi👨‍👩‍👧s❤️tol", "pistol"),
        ("g🇩🇪un", "gun"), ("g1️⃣un", "gun"),
        ("glo🅿️ck", "glock"), ("x🇬🇺🇳", "x"), ("don't", "dont"),
    ])
    func joined_leavesOutSignsWithinWords(text: String, expected: String) {
        #expect(view(.joined, of: text) == expected)
    }

    @Test(arguments: ["glock 19", "a - b", "5.56", "🔥 gun 🔥", "🇬🇺🇳", "end."])
    func joined_whenNoSignIsWithinAWord_isAbsent(text: String) {
        #expect(view(.joined, of: text) == nil)
    }

    @Test(arguments: [
        ("glokk", "glok"), ("Glock", "glok"), ("Глок", "glok"), ("оружие", "oruze"), ("oruzhiye", "oruze"), ("oružie", "oruze"),
        ("ружьё", "ruze"),
        ("ruzhyo", "ruze"), ("охота", "okota"), ("okhota", "okota"), ("Schütze", "suke"), ("amunicja", "amunika"),
        ("амуникджа", "amunika"),
        ("pistolet Макарова", "pistolet makarova"), ("pistolet makarova", "pistolet makarova"), ("xylophone", "ksilofone"),
        ("матч", "matk"), ("бб 2", "b 2"),
        ("مسسدس", "مسدس"),
    ])
    func phonetic_readsAsItSounds(text: String, expected: String) {
        #expect(view(.phonetic, of: text) == expected)
    }

    @Test func spaceless_andDense_leaveNothingBetween() {
        #expect(view(.spaceless, of: "glo ck, 19") == "glock19")
        #expect(view(.spaceless, of: "glock") == nil)
        #expect(view(.dense, of: "6l 0ck!") == "glockl")
        #expect(view(.dense, of: "K0(# (used)") == "kochused")
        #expect(view(.dense, of: "glo ck") == nil)
    }

    @Test(arguments: [
        ("kcolg 19", "glock 19"), ("91kcolg", "91glock"), ("elotsip ohne ereipap", "plstole ohne paplere"),
        ("телотсип", "пиctoлet"), ("nug", nil), ("", nil),
    ])
    func reversed_turnsLongWords(text: String, expected: String?) {
        #expect(view(.reversed, of: text) == expected)
    }

    @Test func originalRange_ofLaterViews_coversWhatWasWritten() {
        #expect(original(of: "glock", in: .joined, of: "my gl🔥o*ck!") == "gl🔥o*ck")
        #expect(original(of: "glock", in: .spaceless, of: "my glo  ck!") == "glo  ck")
        #expect(original(of: "glock", in: .dense, of: "my 6l 0ck") == "6l 0ck")
        #expect(original(of: "glock", in: .reversed, of: "my kcolg 19") == "kcolg")
        #expect(original(of: "glo", in: .reversed, of: "my kcolg 19") == "kcolg")
        #expect(original(of: "oruze", in: .phonetic, of: "das oruzhiye!") == "oruzhiye")
        #expect(original(of: "glok", in: .phonetic, of: "Глокк 19") == "Глокк")
    }

    @Test func originalRange_coversWhatWasWritten() {
        #expect(original(of: "glock", in: .leet, of: "Sell G.L.0.C.K 19") == "G.L.0.C.K")
        #expect(original(of: "glock", in: .skeleton, of: "x Gl\u{200B}o\u{301}cK™") == "Gl\u{200B}o\u{301}cK")
        #expect(original(of: "glock", in: .squeezed, of: "my glooooock!") == "glooooock")
        #expect(original(of: "strasse", in: .folded, of: "die Straße") == "Straße")
        #expect(original(of: "ss", in: .folded, of: "die Straße") == "ß")
        #expect(original(of: "1", in: .folded, of: "½") == "½")
        #expect(original(of: "de", in: .skeleton, of: "in 🇩🇪") == "🇩🇪")
    }

    @Test func term_readsAsTextsDo() {
        #expect(normaliser.term("Munición", view: .folded) == "munición")
        #expect(normaliser.term("Munición", view: .skeleton) == "municion")
        #expect(normaliser.term("AR-15", view: .skeleton) == "ar-15")
        #expect(normaliser.term("AR-15", view: .leet) == "ar15")
        #expect(normaliser.term("AR-15", view: .dense) == "arls")
        #expect(normaliser.term(".45 ACP", view: .leet) == ".45 acp")
        #expect(normaliser.term("9mm Luger", view: .reversed) == "gmm luger")
        #expect(normaliser.term("1911", view: .dense) == nil)
        #expect(normaliser.term("pistol", view: .leet) == "plstol")
        #expect(normaliser.term("Beretta", view: .squeezed) == "bereta")
        #expect(normaliser.term("s w", view: .leet) == nil)
        #expect(normaliser.term("AR-15", view: .joined) == "ar-15")
        #expect(normaliser.term("pistol", view: .spaceless) == "pistol")
        #expect(normaliser.term("bolt", view: .dense) == "golt")
        #expect(normaliser.term("Beretta", view: .reversed) == "beretta")
        #expect(normaliser.term("Глок", view: .phonetic) == "glok")
    }

    @Test(.enabled(if: Repository.oraclePython != nil))
    func folded_ofEveryScalar_equalsPython() throws {
        let answer = try Oracle.run("text_folded.py")
        var differing: [String] = []
        var count = 0
        for line in String(decoding: answer, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, let value = UInt32(parts[0], radix: 16), let scalar = Unicode.Scalar(value) else { continue }
            count += 1
            let folded = view(.folded, of: String(scalar)) ?? ""
            let ours = folded.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
            if ours != parts[1] { differing.append("\(line), ours \(ours)") }
        }
        #expect(count > 35_000)
        #expect(differing.isEmpty, "\(differing.count): \(differing.prefix(60))")
    }
}
