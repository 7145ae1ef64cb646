/// Texts that many entries share, such as reasons: each is in the arena once, with the number of its users.
struct TextPool: Sendable {
    /// Where every entry has a reason of its own, sharing costs more than it saves: beyond this many, texts are not shared.
    private static let limit = 1 << 16

    private struct Shared {
        var reference: UInt32
        var userCount: Int
    }

    private let arena: TextArena
    private var shared: [String: Shared] = [:]

    init(arena: TextArena) { self.arena = arena }

    /// A reference for one more user of the text, and whether it is shared; `nil` when the arena is full.
    mutating func add(_ text: String) -> (reference: UInt32, isShared: Bool)? {
        if var known = shared[text] {
            known.userCount += 1
            shared[text] = known
            return (known.reference, true)
        }
        var bytes = text
        guard let reference = bytes.withUTF8({ arena.store(UnsafeRawBufferPointer($0)) }) else { return nil }
        guard shared.count < Self.limit else { return (reference, false) }
        shared[text] = Shared(reference: reference, userCount: 1)
        return (reference, true)
    }

    mutating func remove(_ reference: UInt32, isShared: Bool) {
        guard isShared else { return arena.release(reference) }
        let text = arena.text(reference)
        guard var known = shared[text] else { return }
        known.userCount -= 1
        shared[text] = known.userCount > 0 ? known : nil
        if known.userCount == 0 { arena.release(reference) }
    }
}
