import ModerationCore

/// Refuses terms and patterns that would match most listings, such as `\w+` or `[a-z]`: each is tried on sentences about harmless things.
struct BreadthCheck {
    /// Sentences of one kind; what matches more than half of a kind is refused.
    private static let kinds: [[String]] = [
        [
            "blue cotton jacket", "six wooden chairs", "soft pillow for sofa", "bicycle with basket", "small kitchen lamp",
            "green garden hose", "jigsaw puzzle complete", "quilted winter coat", "my old violin", "baby stroller",
        ],
        [
            "vestido de flores rojo", "mesa de madera", "chaise longue en cuir", "fahrrad für kinder", "maglione di lana",
            "brinquedo de bebê", "stół kuchenny", "çocuk bisikleti", "küchenstuhl weiß", "sac à main noir",
        ],
        ["синяя куртка", "деревянный стол", "детская коляска", "велосипед", "лампа", "книги о путешествиях", "мягкая подушка"],
        ["μπλε μπουφάν", "ξύλινο τραπέζι", "ποδήλατο", "παιδικό βιβλίο", "γυάλινη λάμπα"],
        ["معطف أزرق", "طاولة خشبية", "دراجة أطفال", "كتب قديمة", "مصباح صغير"],
        ["蓝色外套", "木制桌子", "儿童自行车", "台灯", "旧书十本"],
        ["青いジャケット", "こどもの自転車", "テーブルランプ", "ふるい本", "キッチンの椅子"],
        ["size 42", "set of 6 cups", "from 1998", "30 cm wide", "2 pieces", "7 books", "15 eur", "100 percent wool"],
        [
            "new!", "chair - table", "cups (six)", "red/blue", "as seen, sold as is.", "price: low", "books & toys",
            "like new; boxed",
        ],
    ]

    static func check(_ rules: RuleSet) throws(RuleFileError) {
        for kind in kinds {
            var counts: [Place: Int] = [:]
            for sentence in kind {
                for place in places(in: sentence, rules) { counts[place, default: 0] += 1 }
            }
            let broad = counts.filter { $0.value * 2 > kind.count }.keys
            guard let place = broad.min(by: { ($0.rule, $0.source) < ($1.rule, $1.source) }) else { continue }
            let rule = rules.rules[place.rule]
            let texts = rule.terms + rule.patterns
            guard place.source < texts.count else { continue }
            throw RuleFileError(
                .matchesEverything,
                line: texts[place.source].line,
                rule: rule.id,
                field: place.source < rule.terms.count ? "terms" : "patterns",
                "'\(texts[place.source].text)' matches most texts, for example '\(kind[0])'"
            )
        }
    }

    private struct Place: Hashable {
        var rule: Int
        var source: Int
    }

    /// The terms and patterns that match the sentence, whatever their scope and views.
    private static func places(in sentence: String, _ rules: RuleSet) -> Set<Place> {
        let bytes = Array(sentence.utf8)
        let starts = (0..<UInt32(bytes.count)).map { $0 }
        let ends = starts.map { $0 + 1 }
        let views = RuleView.allCases.compactMap { TextView(name: $0.name, utf8: bytes, starts: starts, ends: ends) }
        let finder = HitFinder(NormalisedText(field: .title, original: sentence, views: views))
        return finder.scan(with: rules.compiled) { _ in true }.hits.reduce(into: []) {
            if $1.part == .own { $0.insert(Place(rule: $1.rule, source: $1.source)) }
        }
    }
}
