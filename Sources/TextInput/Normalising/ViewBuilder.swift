import ModerationCore

/// Collects a view byte by byte with where each came from.
struct ViewBuilder {
    private(set) var utf8: [UInt8] = []
    private(set) var starts: [UInt32] = []
    private(set) var ends: [UInt32] = []

    init(capacity: Int) {
        utf8.reserveCapacity(capacity)
        starts.reserveCapacity(capacity)
        ends.reserveCapacity(capacity)
    }

    @inline(__always)
    mutating func append(_ byte: UInt8, start: UInt32, end: UInt32) {
        utf8.append(byte)
        starts.append(start)
        ends.append(end)
    }

    mutating func append(_ bytes: [UInt8], start: UInt32, end: UInt32) {
        for byte in bytes { append(byte, start: start, end: end) }
    }

    mutating func append(_ scalar: Unicode.Scalar, start: UInt32, end: UInt32) {
        if scalar.isASCII { return append(UInt8(truncatingIfNeeded: scalar.value), start: start, end: end) }
        var bytes: [UInt8] = []
        bytes.append(scalar: scalar)
        append(bytes, start: start, end: end)
    }

    /// What its first `count` bytes were.
    func prefix(_ count: Int) -> ViewBuilder {
        var copy = self
        copy.utf8.removeLast(utf8.count - count)
        copy.starts.removeLast(starts.count - count)
        copy.ends.removeLast(ends.count - count)
        return copy
    }

    /// Copies `range` of another view.
    mutating func append(_ view: TextView, _ range: Range<Int>) {
        utf8 += view.utf8[range]
        starts += view.starts[range]
        ends += view.ends[range]
    }

    /// The three arrays grow together, so a view always comes of them.
    func views(named name: ViewName) -> [TextView] {
        TextView(name: name.rawValue, utf8: utf8, starts: starts, ends: ends).map { [$0] } ?? []
    }
}
