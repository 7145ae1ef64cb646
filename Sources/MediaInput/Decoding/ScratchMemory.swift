/// Memory that is reused from photo to photo, since fresh pages cost more than the work done in them; grows, never shrinks by itself.
///
/// Owns one allocation, aligned for vector loads. Its contents are whatever the last user left, zeros at first.
struct ScratchMemory: ~Copyable {
    private static let alignment = 64

    private var memory: UnsafeMutableRawPointer?
    private(set) var byteCount = 0

    deinit { memory?.deallocate() }

    /// At least `count` bytes, valid until the next call of a mutating method.
    mutating func bytes(_ count: Int) -> UnsafeMutablePointer<UInt8> { elements(of: UInt8.self, count) }

    /// At least `count` numbers, as ``bytes(_:)``.
    mutating func elements<Element: BitwiseCopyable>(of type: Element.Type, _ count: Int) -> UnsafeMutablePointer<Element> {
        raw(count * MemoryLayout<Element>.stride).assumingMemoryBound(to: type)
    }

    /// Gives the memory back when it is larger than `limit`.
    mutating func trim(above limit: Int) {
        guard byteCount > limit else { return }
        memory?.deallocate()
        (memory, byteCount) = (nil, 0)
    }

    private mutating func raw(_ count: Int) -> UnsafeMutableRawPointer {
        if let memory, count <= byteCount { return memory }
        memory?.deallocate()
        let grown = UnsafeMutableRawPointer.allocate(byteCount: max(count, Self.alignment), alignment: Self.alignment)
        grown.initializeMemory(as: UInt8.self, repeating: 0, count: max(count, Self.alignment))
        (memory, byteCount) = (grown, max(count, Self.alignment))
        return grown
    }
}
