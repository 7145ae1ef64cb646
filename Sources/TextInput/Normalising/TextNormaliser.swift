import CICU
public import ModerationCore

/// ICU lacks the data that the normaliser needs.
public enum TextNormaliserError: Error, Sendable, Equatable {
    case confusablesUnavailable
}

/// Makes the views of a text that rules are matched against, each with offsets back to the original.
///
/// Every character (grapheme cluster) is read by itself, so that each byte of a view belongs to whole characters of the original: a match
/// never begins or ends inside one. Time and memory are linear in the text: a cluster of more than 32 scalars is read in parts of 32, all of
/// which map to the whole cluster. Safe on any thread: nothing changes after `init` but a bounded cache behind a lock (``ReadingCache``).
public struct TextNormaliser: Sendable {
    /// Changes whenever a view of any text may change.
    public static let version = "normaliser-1"
    /// The Unicode version of the tables behind it, for example `unicode-15.0`.
    public static let dataVersion: String = {
        let version = holster_icu_unicode_version()
        return "unicode-\(version / 100).\(version % 100)"
    }()

    private let confusables: Confusables
    private let cache = ReadingCache()

    public init() throws(TextNormaliserError) {
        do { confusables = try Confusables() } catch { throw .confusablesUnavailable }
    }

    /// All views of `text`, the plainest first: ``ViewName/folded``, ``ViewName/skeleton`` and ``ViewName/leet`` always, the others where they
    /// tell something new.
    public func normalise(_ text: String, field: ListingField) -> NormalisedText {
        var text = text
        text.makeContiguousUTF8()
        let (folded, skeleton) = readViews(of: text)
        var views = folded
        for view in skeleton {
            views.append(view)
            let compact = CompactView.view(of: view)
            if let compact { views.append(compact) }
            for leet in LeetView.view(of: compact ?? view) {
                views.append(leet)
                if let squeezed = SqueezedView.view(of: leet) { views.append(squeezed) }
            }
        }
        return NormalisedText(field: field, original: text, views: views)
    }

    /// How a keyword of a rule reads in a view, so that it meets texts that were changed the same way; `nil` when it must not be looked for there
    /// (a keyword with digits where digits are read as letters, or one of fewer than three letters).
    public func term(_ term: String, view: ViewName) -> String? {
        var term = term
        term.makeContiguousUTF8()
        let (folded, skeleton) = readViews(of: term)
        let plain = String(decoding: skeleton.first?.utf8 ?? [], as: UTF8.self)
        switch view {
        case .folded: return String(decoding: folded.first?.utf8 ?? [], as: UTF8.self)
        case .skeleton, .compact: return plain
        case .leet, .squeezed:
            let classes = plain.unicodeScalars.map(ScalarClass.of)
            guard !classes.contains(.digit), classes.count(where: { $0 == .letter }) >= 3 else { return nil }
            let letters = String(plain.map { $0 == "i" ? "l" : $0 })
            return view == .leet ? letters : SqueezedView.squeezed(letters)
        }
    }

    /// The two views that are read from the original; the others are made of them. `text` is contiguous.
    private func readViews(of text: String) -> (folded: [TextView], skeleton: [TextView]) {
        let views: (folded: [TextView], skeleton: [TextView])? = text.utf8.withContiguousStorageIfAvailable { bytes in
            if let plain = PlainViews.views(of: bytes) { return plain }
            var reader = OriginalReader(of: text, bytes: bytes, by: ClusterReader(confusables: confusables, cache: cache))
            return reader.views()
        }
        return views ?? ([], [])
    }
}
