/// One way in which sellers write a word so that people read it and filters do not.
///
/// The tables behind it are other tables than the normaliser's, made from public lists of what is in use; but who wrote one knew the other, so that
/// they agree more than strangers would.
public enum TextMutation: String, Sendable, CaseIterable {
    /// Letters as digits and signs: `gl0ck`, `p!$tol`.
    case leet
    /// Letters as others that look alike, each picked at random among scripts.
    case homoglyph
    /// Characters without width, soft hyphens, variation selectors and tags between letters.
    case zeroWidth = "zero width"
    /// Accents and other combining marks piled on letters.
    case combiningMarks = "combining marks"
    /// Letters, or pieces of the word, apart by one space.
    case splitBySpaces = "split by spaces"
    case splitByDots = "split by dots"
    case splitByDashes = "split by dashes"
    /// Apart by spaces and signs, another at each place.
    case splitByMixed = "split, mixed"
    /// One to three signs within the word.
    case insertedSigns = "inserted signs"
    case insertedEmoji = "inserted emoji"
    /// Cyrillic words in Latin letters, Latin words in Cyrillic ones.
    case transliteration
    /// The letters of the word from last to first.
    case reversed = "reversed words"
    /// The same, behind a control character that makes screens show it the right way round.
    case overridden = "reversed, shown upright"
    /// Letters written several times.
    case repeated = "repeated letters"
    case letterCase = "letter case"
    case fullWidth = "full width"
    /// Letters in circles and squares, and those of flags.
    case enclosed

    /// The word, changed; `nil` when the mutation has nothing to change in it (a word of Han characters has no leet).
    package func apply(to word: String, with random: inout MutationRandom) -> String? {
        let letters = Array(word)
        let changed =
            switch self {
            case .leet: substituted(letters, MutationTables.leet, &random)
            case .homoglyph: substituted(letters, MutationTables.homoglyphs, &random)
            case .zeroWidth: inserted(letters, MutationTables.zeroWidth, &random)
            case .combiningMarks: marked(letters, &random)
            case .splitBySpaces: split(letters, [" "], &random)
            case .splitByDots: split(letters, ["."], &random)
            case .splitByDashes: split(letters, [["-", "–", "_", "—"].randomElement(using: &random) ?? "-"], &random)
            case .splitByMixed: split(letters, MutationTables.separators, &random)
            case .insertedSigns: inserted(letters, MutationTables.signs, &random)
            case .insertedEmoji: inserted(letters, MutationTables.emoji, &random)
            case .transliteration: Transliteration.apply(to: word, with: &random)
            case .reversed: reversed(letters)
            case .overridden: reversed(letters).map { "\u{202E}\($0)\u{202C}" }
            case .repeated: repeated(letters, &random)
            case .letterCase: cased(letters, &random)
            case .fullWidth: String(letters.map { MutationTables.fullWidth($0) ?? $0 })
            case .enclosed: enclosed(letters, &random)
            }
        return changed == word ? nil : changed
    }

    /// Every second letter that the table knows, and one at least.
    private func substituted(_ letters: [Character], _ table: [Character: [String]], _ random: inout MutationRandom) -> String? {
        let places = letters.indices.filter { table[Self.plain(letters[$0])] != nil }
        guard let sure = places.randomElement(using: &random) else { return nil }
        return letters.indices.map { index in
            guard places.contains(index), index == sure || Bool.random(using: &random) else { return String(letters[index]) }
            return table[Self.plain(letters[index])]?.randomElement(using: &random) ?? String(letters[index])
        }.joined()
    }

    /// One to three pieces, each between two characters.
    private func inserted(_ letters: [Character], _ pieces: [String], _ random: inout MutationRandom) -> String? {
        guard letters.count > 1 else { return nil }
        let count = Int.random(in: 1...min(3, letters.count - 1), using: &random)
        let places = Set((1..<letters.count).shuffled(using: &random).prefix(count))
        return letters.indices.map { index in
            (places.contains(index) ? pieces.randomElement(using: &random) ?? "" : "") + String(letters[index])
        }.joined()
    }

    /// Between all characters, or cut in two or three.
    private func split(_ letters: [Character], _ separators: [String], _ random: inout MutationRandom) -> String? {
        guard letters.count > 2 else { return nil }
        var places = Set(1..<letters.count)
        if Bool.random(using: &random) {
            let count = Int.random(in: 1...min(2, letters.count - 1), using: &random)
            places = Set(places.sorted().shuffled(using: &random).prefix(count))
        }
        return letters.indices.map { index in
            (places.contains(index) ? separators.randomElement(using: &random) ?? "" : "") + String(letters[index])
        }.joined()
    }

    private func marked(_ letters: [Character], _ random: inout MutationRandom) -> String {
        letters.map { letter in
            var text = String(letter)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                if let mark = MutationTables.marks.randomElement(using: &random) { text.unicodeScalars.append(mark) }
            }
            return text
        }.joined()
    }

    /// Words of four letters on, and codes of as many signs (`74-KA`): shorter ones, and ideographs, nobody recognises.
    private func reversed(_ letters: [Character]) -> String? {
        let isWord = { (letter: Character) in letter.isLetter && letter.unicodeScalars.allSatisfy { $0.value < 0x2E80 } }
        let isCode = { (letter: Character) in letter.isWholeNumber || letter == "-" || letter == "." || isWord(letter) }
        guard letters.count >= 4, letters.allSatisfy(isCode), letters.contains(where: isWord) else { return nil }
        return String(letters.reversed())
    }

    /// One to three letters, two to five times each.
    private func repeated(_ letters: [Character], _ random: inout MutationRandom) -> String? {
        let places = letters.indices.filter { letters[$0].isLetter }.shuffled(using: &random)
        guard places.count > 2 else { return nil }
        let chosen = Set(places.prefix(Int.random(in: 1...3, using: &random)))
        return letters.indices.map { index in
            String(repeating: letters[index], count: chosen.contains(index) ? Int.random(in: 2...5, using: &random) : 1)
        }.joined()
    }

    private func cased(_ letters: [Character], _ random: inout MutationRandom) -> String {
        letters.map { Bool.random(using: &random) ? $0.uppercased() : $0.lowercased() }.joined()
    }

    private func enclosed(_ letters: [Character], _ random: inout MutationRandom) -> String {
        let style = Int.random(in: 0..<MutationTables.enclosedStyles.count, using: &random)
        return letters.map { MutationTables.enclosed($0, style: style) ?? String($0) }.joined()
    }

    /// In lower case, without accents.
    static func plain(_ letter: Character) -> Character {
        let scalars = String(letter).lowercased().unicodeScalars
        guard let first = scalars.first else { return letter }
        return Character(MutationTables.base[first] ?? first)
    }
}
