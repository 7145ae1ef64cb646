import Glibc

/// A fixed number of plain values in memory of their own, zero at first, in huge pages where the system offers them: random access to
/// hundreds of megabytes is bound by address translation otherwise.
///
/// `@unchecked Sendable`: who holds one decides which thread writes. Segments write before they are published and change only bitmaps
/// afterwards, by atomic operations; a delta writes only behind the count that its readers have acquired.
final class MappedArray<Element: BitwiseCopyable>: @unchecked Sendable {
    private static var hugePageByteCount: Int { 1 << 21 }

    let count: Int
    /// Bytes that are mapped: whole pages.
    let byteCount: Int
    private let base: UnsafeMutablePointer<Element>

    /// Ends the process when the system has no memory, as any allocation does.
    init(count: Int) {
        self.count = count
        let pageByteCount = Int(sysconf(Int32(_SC_PAGESIZE)))
        let needed = max(1, count) * MemoryLayout<Element>.stride
        byteCount = (needed + pageByteCount - 1) / pageByteCount * pageByteCount
        let isHuge = byteCount >= 2 * Self.hugePageByteCount
        // Mapped with room to spare, so that a huge page can start at the first byte.
        let mappedByteCount = byteCount + (isHuge ? Self.hugePageByteCount : 0)
        let mapping = mmap(nil, mappedByteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let mapping, mapping != MAP_FAILED else { preconditionFailure("no memory for \(mappedByteCount) bytes") }
        var start = mapping
        if isHuge {
            let before = (Self.hugePageByteCount - Int(bitPattern: mapping) % Self.hugePageByteCount) % Self.hugePageByteCount
            start = mapping + before
            if before > 0 { munmap(mapping, before) }
            if before < Self.hugePageByteCount { munmap(start + byteCount, Self.hugePageByteCount - before) }
            madvise(start, byteCount, MADV_HUGEPAGE)
        }
        base = start.bindMemory(to: Element.self, capacity: max(1, count))
    }

    deinit { munmap(base, byteCount) }

    /// The pointer is valid within `body`.
    func withPointer<Result>(_ body: (UnsafeMutablePointer<Element>) -> Result) -> Result {
        withExtendedLifetime(self) { body(base) }
    }

    subscript(index: Int) -> Element {
        precondition(index >= 0 && index < count)
        return base[index]
    }
}
