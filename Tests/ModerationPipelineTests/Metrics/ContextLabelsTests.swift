import ModerationPipeline
import Testing

struct ContextLabelsTests {
    @Test func label_whenNothingIsConfigured_takesTheFirstAndFoldsTheRest() {
        var labels = ContextLabels(limit: 2)
        #expect(labels.label(for: "tools") == "tools")
        #expect(labels.label(for: "books") == "books")
        #expect(labels.label(for: "garden") == "other")
        #expect(labels.label(for: "tools") == "tools")
        #expect(labels.label(for: "") == "none")
    }

    @Test func label_whenConfigured_takesNoOther() {
        var labels = ContextLabels(limit: 64, values: ["tools", "books"])
        #expect(labels.label(for: "garden") == "other")
        #expect(labels.label(for: "books") == "books")
    }

    /// Whatever callers send, labels stay few.
    @Test func label_ofAThousandValues_isOneOfAFew() {
        var labels = ContextLabels(limit: 64)
        let seen = Set((0..<1_000).map { labels.label(for: "category \($0)") })
        #expect(seen.count == 65)
        #expect(seen.contains("other"))
    }

    @Test(arguments: [
        ("Home Textiles", "home textiles"), ("  tools\n", "tools"), ("", ""), (" ", ""),
        (String(repeating: "x", count: 400), String(repeating: "x", count: 64)), ("a\r\nb\u{0}\u{202E}c\u{2028}", "abc"),
        // One character of a thousand scalars.
        ("a" + String(repeating: "\u{301}", count: 999), "a" + String(repeating: "\u{301}", count: 63)),
    ])
    func category_isLowerCasedTrimmedAndCut(text: String, expected: String) {
        #expect(ContextLabels.category(text) == expected)
    }

    @Test(arguments: [("US", "US"), ("de-BY", "DE"), ("en_GB", "EN"), ("", ""), (" fr ", "FR"), ("-", "")])
    func region_isItsCountry(text: String, expected: String) {
        #expect(ContextLabels.region(text) == expected)
    }
}
