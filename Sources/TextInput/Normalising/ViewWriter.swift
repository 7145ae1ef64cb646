import ModerationCore

/// Collects a view byte by byte with where each came from, faster than three arrays that grow one after the other.
struct ViewWriter: ~Copyable {
    private var utf8: UnsafeMutablePointer<UInt8>
    private var starts: UnsafeMutablePointer<UInt32>
    private var ends: UnsafeMutablePointer<UInt32>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 16)
        utf8 = .allocate(capacity: self.capacity)
        starts = .allocate(capacity: self.capacity)
        ends = .allocate(capacity: self.capacity)
    }

    deinit {
        utf8.deallocate()
        starts.deallocate()
        ends.deallocate()
    }

    @inline(__always)
    mutating func append(_ byte: UInt8, start: UInt32, end: UInt32) {
        if count == capacity { grow() }
        (utf8 + count).initialize(to: byte)
        (starts + count).initialize(to: start)
        (ends + count).initialize(to: end)
        count &+= 1
    }

    /// Copies `range` of another view.
    mutating func append(_ source: ViewBytes, _ range: Range<Int>) {
        guard let bytes = source.utf8.baseAddress, let first = source.starts.baseAddress, let last = source.ends.baseAddress
        else { return }
        while capacity - count < range.count { grow() }
        (utf8 + count).initialize(from: bytes + range.lowerBound, count: range.count)
        (starts + count).initialize(from: first + range.lowerBound, count: range.count)
        (ends + count).initialize(from: last + range.lowerBound, count: range.count)
        count += range.count
    }

    /// The last byte also stands for what ends at `end`.
    @inline(__always)
    mutating func extendLast(to end: UInt32) {
        if count > 0 { ends[count &- 1] = max(ends[count &- 1], end) }
    }

    /// Whether it has just these bytes.
    func holds(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        count == bytes.count && UnsafeBufferPointer(start: utf8, count: count).elementsEqual(bytes)
    }

    private mutating func grow() {
        utf8 = Self.moved(utf8, count, to: 2 * capacity)
        starts = Self.moved(starts, count, to: 2 * capacity)
        ends = Self.moved(ends, count, to: 2 * capacity)
        capacity *= 2
    }

    private static func moved<Value>(
        _ values: UnsafeMutablePointer<Value>,
        _ count: Int,
        to capacity: Int
    ) -> UnsafeMutablePointer<Value> {
        let larger = UnsafeMutablePointer<Value>.allocate(capacity: capacity)
        larger.moveInitialize(from: values, count: count)
        values.deallocate()
        return larger
    }

    func view(named name: ViewName) -> TextView? {
        TextView(
            name: name.rawValue,
            utf8: Array(UnsafeBufferPointer(start: utf8, count: count)),
            starts: Array(UnsafeBufferPointer(start: starts, count: count)),
            ends: Array(UnsafeBufferPointer(start: ends, count: count))
        )
    }
}
