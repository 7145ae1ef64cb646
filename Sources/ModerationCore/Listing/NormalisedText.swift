/// One reading of a field's text, with a map back to the original.
public struct TextView: Sendable, Equatable {
    /// `folded` (NFKC, case folded), `skeleton` (confusables folded), `compact` (separators removed), …
    public let name: String
    public let utf8: [UInt8]
    /// For each byte of ``utf8``: where the original character(s) that it came from start, in UTF-8 bytes of the original.
    public let starts: [UInt32]
    /// For each byte of ``utf8``: where they end.
    public let ends: [UInt32]

    /// Fails unless the three have one length.
    public init?(name: String, utf8: [UInt8], starts: [UInt32], ends: [UInt32]) {
        guard utf8.count == starts.count, utf8.count == ends.count else { return nil }
        self.name = name
        self.utf8 = utf8
        self.starts = starts
        self.ends = ends
    }

    /// The original's UTF-8 range that `range` of this view came from; `nil` for an empty or out-of-range one.
    public func originalRange(of range: Range<Int>) -> Range<Int>? {
        guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= utf8.count else { return nil }
        let lower = Int(starts[range.lowerBound])
        let upper = Int(ends[range.upperBound - 1])
        return lower <= upper ? lower..<upper : nil
    }
}

/// A field of a listing in every view that rules are matched against.
public struct NormalisedText: Sendable, Equatable {
    public let field: ListingField
    public let original: String
    public let views: [TextView]

    public init(field: ListingField, original: String, views: [TextView]) {
        self.field = field
        self.original = original
        self.views = views
    }
}
