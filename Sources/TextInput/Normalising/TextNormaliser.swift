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
    public static let version = "normaliser-2"
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
    /// tell something new. Together they have at most ``ViewName/allCases`` times twice the bytes of `folded`.
    public func normalise(_ text: String, field: ListingField) -> NormalisedText {
        var text = text
        text.makeContiguousUTF8()
        let views = text.utf8.withContiguousStorageIfAvailable { bytes in
            originalViews(of: text, bytes).map { derived(from: $0, original: bytes) } ?? []
        }
        return NormalisedText(field: field, original: text, views: views ?? [])
    }

    /// How a keyword of a rule reads in a view, so that it meets texts that were changed the same way; `nil` when it cannot be looked for there
    /// (one of fewer than three letters, or of digits only, where digits are read as letters).
    ///
    /// In `dense` a keyword with digits is letters only, as all of that view is (`ar-15` is `arls`): who looks for it there has to ask the original
    /// which letters are digits, or finds Aris.
    public func term(_ term: String, view: ViewName) -> String? {
        var term = term
        term.makeContiguousUTF8()
        let views = term.utf8.withContiguousStorageIfAvailable { originalViews(of: term, $0) } ?? nil
        guard let views else { return nil }
        let plain = String(decoding: views.skeleton.utf8, as: UTF8.self)
        switch view {
        case .folded: return String(decoding: views.folded.utf8, as: UTF8.self)
        case .skeleton, .compact, .joined, .spaceless: return plain
        case .leet, .reversed: return letters(of: plain) ?? leet(of: views.skeleton)
        case .dense: return letters(of: plain).map(DenseView.letters) ?? dense(of: views.skeleton)
        case .squeezed: return (letters(of: plain) ?? leet(of: views.skeleton)).map(SqueezedView.squeezed)
        case .phonetic:
            let base = views.transliterated ?? views.skeleton
            return String(decoding: (PhoneticView.view(of: base, ViewRun.runs(of: base)) ?? base).utf8, as: UTF8.self)
        }
    }

    /// A keyword with digits where those in words are read as letters: numbers stay (`.45 acp`), `9mm` is `gmm`.
    private func leet(of skeleton: TextView) -> String? {
        guard Self.isMixed(skeleton) else { return nil }
        let signs = LeetSigns.view(of: skeleton, ViewRun.runs(of: skeleton))
        return LeetView.view(of: signs ?? skeleton).map { String(decoding: $0.utf8, as: UTF8.self) }
    }

    /// A keyword with digits where each is read as a letter.
    private func dense(of skeleton: TextView) -> String? {
        guard Self.isMixed(skeleton) else { return nil }
        return DenseView.view(of: skeleton).map { String(decoding: $0.utf8, as: UTF8.self) }
    }

    /// Of letters and digits.
    private static func isMixed(_ skeleton: TextView) -> Bool {
        let classes = String(decoding: skeleton.utf8, as: UTF8.self).unicodeScalars.map(ScalarClass.of)
        return classes.contains(.digit) && classes.contains(.letter)
    }

    /// A keyword without digits where digits are read as letters.
    private func letters(of plain: String) -> String? {
        let classes = plain.unicodeScalars.map(ScalarClass.of)
        guard !classes.contains(.digit), classes.count(where: { $0 == .letter }) >= 3 else { return nil }
        return LeetView.letters(of: plain)
    }

    private func originalViews(of text: String, _ bytes: UnsafeBufferPointer<UInt8>) -> OriginalViews? {
        if let plain = PlainViews.views(of: bytes) { return plain }
        var reader = OriginalReader(of: text, bytes: bytes, by: ClusterReader(confusables: confusables, cache: cache))
        return reader.views()
    }

    private func derived(from read: OriginalViews, original: UnsafeBufferPointer<UInt8>) -> [TextView] {
        var views = [read.folded, read.skeleton]
        let (base, runs, joined) = joinedViews(of: read.skeleton, original, into: &views)
        let signs = LeetSigns.view(of: base, runs)
        guard let leet = LeetView.view(of: signs ?? base) else { return views }
        views.append(leet)
        let leetRuns = ViewRun.runs(of: leet)
        if let squeezed = SqueezedView.view(of: leet, leetRuns, unread: signs ?? base) { views.append(squeezed) }
        let whole = joined ?? base
        let wholeRuns = joined.map(ViewRun.runs) ?? runs
        if let phonetic = phonetic(read, whole, wholeRuns, original) { views.append(phonetic) }
        if let spaceless = SpacelessView.view(of: whole, wholeRuns) { views.append(spaceless) }
        if let dense = DenseView.view(of: read.skeleton) { views.append(dense) }
        if let reversed = reversed(leet, leetRuns, base: base, runs, hasSigns: signs != nil) { views.append(reversed) }
        return views
    }

    /// Without the signs within words, turned words would not be those of keywords ("fusil d'assaut").
    private func reversed(_ leet: TextView, _ leetRuns: [ViewRun], base: TextView, _ runs: [ViewRun], hasSigns: Bool) -> TextView?
    {
        guard hasSigns else { return ReversedView.view(of: leet, leetRuns) }
        let letters = LeetSigns.view(of: base, runs, keepsSigns: true) ?? base
        return LeetView.view(of: letters).flatMap { ReversedView.view(of: $0, ViewRun.runs(of: $0)) }
    }

    /// Appends `compact` and `joined` where there are such; the base of `leet` and its runs.
    private func joinedViews(
        of skeleton: TextView,
        _ original: UnsafeBufferPointer<UInt8>,
        into views: inout [TextView]
    ) -> (base: TextView, runs: [ViewRun], joined: TextView?) {
        var runs = ViewRun.runs(of: skeleton)
        let compact = CompactView.view(of: skeleton, runs)
        if let compact {
            views.append(compact)
            runs = ViewRun.runs(of: compact)
        }
        let base = compact ?? skeleton
        let joined = JoinedView.view(of: base, runs, original: original)
        if let joined { views.append(joined) }
        return (base, runs, joined)
    }

    private func phonetic(
        _ read: OriginalViews,
        _ joined: TextView,
        _ runs: [ViewRun],
        _ original: UnsafeBufferPointer<UInt8>
    ) -> TextView? {
        guard let transliterated = read.transliterated else { return PhoneticView.view(of: joined, runs) }
        var unused: [TextView] = []
        let (base, runs, joined) = joinedViews(of: transliterated, original, into: &unused)
        return PhoneticView.view(of: joined ?? base, joined.map(ViewRun.runs) ?? runs)
    }
}
