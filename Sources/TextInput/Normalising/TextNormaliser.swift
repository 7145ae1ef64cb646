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
/// which map to the whole cluster. Immutable after `init`, so safe on any thread.
public struct TextNormaliser: Sendable {
    /// Changes whenever a view of any text may change.
    public static let version = "normaliser-1"
    /// The Unicode version of the tables behind it, for example `unicode-15.0`.
    public static let dataVersion: String = {
        let version = holster_icu_unicode_version()
        return "unicode-\(version / 100).\(version % 100)"
    }()

    private let confusables: Confusables

    public init() throws(TextNormaliserError) {
        do { confusables = try Confusables() } catch { throw .confusablesUnavailable }
    }

    /// All views of `text`, the plainest first: ``ViewName/folded``, ``ViewName/skeleton`` and ``ViewName/leet`` always, the others where they
    /// tell something new.
    public func normalise(_ text: String, field: ListingField) -> NormalisedText {
        var text = text
        text.makeContiguousUTF8()
        let (folded, skeleton) = readClusters(of: text)
        var views = folded.views(named: .folded)
        for view in skeleton.views(named: .skeleton) {
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
        let (folded, skeleton) = readClusters(of: term)
        let plain = String(decoding: skeleton.utf8, as: UTF8.self)
        switch view {
        case .folded: return String(decoding: folded.utf8, as: UTF8.self)
        case .skeleton, .compact: return plain
        case .leet, .squeezed:
            let classes = plain.unicodeScalars.map(ScalarClass.of)
            guard !classes.contains(.digit), classes.count(where: { $0 == .letter }) >= 3 else { return nil }
            let letters = String(plain.map { $0 == "i" ? "l" : $0 })
            return view == .leet ? letters : SqueezedView.squeezed(letters)
        }
    }

    private func readClusters(of text: String) -> (folded: ViewBuilder, skeleton: ViewBuilder) {
        var reader = ClusterReader(confusables: confusables)
        var folded = ViewBuilder(capacity: text.utf8.count)
        var skeleton = SkeletonBuilder(capacity: text.utf8.count)
        var cursor = ClusterCursor(text)
        while let cluster = cursor.next() {
            let (start, end) = (UInt32(clamping: cluster.lowerBound), UInt32(clamping: cluster.upperBound))
            if let byte = cursor.ascii(cluster) {
                let lower = ScalarClass.of(ascii: byte) == .letter ? byte | 0x20 : byte
                folded.append(lower, start: start, end: end)
                skeleton.append(ascii: lower, start: start, readings: reader.readings)
                continue
            }
            for part in cursor.parts(of: cluster) {
                let index = reader.index(of: part)
                folded.append(reader.readings[index].folded, start: start, end: end)
                skeleton.append(reading: index, start: start, end: end, readings: reader.readings)
            }
        }
        skeleton.finish(reader.readings)
        return (folded, skeleton.view)
    }
}
