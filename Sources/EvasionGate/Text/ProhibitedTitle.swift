public import ModerationCore
import Yams

/// A title that rules must hold, and the words of it that a seller would disguise.
public struct ProhibitedTitle: Sendable, Equatable {
    public var title: String
    public var contentClass: ContentClass
    /// BCP 47, for example `de`.
    public var language: String
    /// Parts of the title.
    public var words: [String]

    /// The title with each of its words changed; `nil` when the mutation changes none.
    func mutated(by mutation: TextMutation, with random: inout MutationRandom) -> String? {
        var rest = title[...]
        var result = ""
        var hasChanged = false
        while let (word, range) = nextWord(in: rest) {
            result += rest[..<range.lowerBound]
            let changed = mutation.apply(to: word, with: &random)
            hasChanged = hasChanged || changed != nil
            result += changed ?? word
            rest = rest[range.upperBound...]
        }
        return hasChanged ? result + rest : nil
    }

    /// The title without what is disguised, to tell whether anything else in it is held.
    var withoutWords: String {
        var rest = title[...]
        var result = ""
        while let (_, range) = nextWord(in: rest) {
            result += rest[..<range.lowerBound] + "…"
            rest = rest[range.upperBound...]
        }
        return result + rest
    }

    private func nextWord(in text: Substring) -> (String, Range<String.Index>)? {
        var index = text.startIndex
        while index < text.endIndex {
            let here = text[index...]
            if let word = words.filter({ here.hasPrefix($0) }).max(by: { $0.count < $1.count }) {
                return (word, index..<text.index(index, offsetBy: word.count))
            }
            index = text.index(after: index)
        }
        return nil
    }

    /// Reads `config/evasion/prohibited.yaml`: a list of `{ title, class, language, words }`.
    public static func list(yaml: String) throws(EvasionCorpusError) -> [ProhibitedTitle] {
        let items: [Item]
        do { items = try YAMLDecoder().decode([Item].self, from: yaml) } catch { throw .malformed(String(describing: error)) }
        var titles: [ProhibitedTitle] = []
        for item in items {
            guard let contentClass = ContentClass(name: item.class) else {
                throw .malformed("'\(item.title)': no class '\(item.class)'")
            }
            guard !item.words.isEmpty, item.words.allSatisfy({ !$0.isEmpty && item.title.contains($0) }) else {
                throw .malformed("'\(item.title)': its words are not in it")
            }
            titles.append(
                ProhibitedTitle(title: item.title, contentClass: contentClass, language: item.language, words: item.words)
            )
        }
        return titles
    }

    private struct Item: Decodable {
        var title: String
        var `class`: String
        var language: String
        var words: [String]
    }
}

/// A corpus of the evasion gate cannot be used.
public enum EvasionCorpusError: Error, Sendable, Equatable {
    case malformed(String)
}
