/// Vocabulary entries by their UTF-8 bytes: one hash table of edges, so that the longest entry that begins a word is found in one walk.
///
/// An edge is one 64-bit slot: parent node (32 bits), byte (8 bits), child node (24 bits). The table is at most half full.
struct PieceTrie: Sendable {
    typealias Node = Int32
    static let root: Node = 0
    /// 24 bits name a child.
    static let maximumNodeCount = 1 << 24
    private static let childBits: UInt64 = 24

    private var slots: [UInt64]
    private var mask: Int
    /// By node: the entry that ends there, or -1.
    private var entryIDs: [Int32] = [-1]

    init() {
        slots = Array(repeating: .max, count: 1_024)
        mask = 1_023
    }

    var nodeCount: Int { entryIDs.count }

    /// -1 when no entry ends at `node`.
    @inline(__always)
    func entryID(at node: Node) -> Int32 { entryIDs[Int(node)] }

    /// The node that `byte` leads to; -1 when no entry continues that way.
    @inline(__always)
    func child(of node: Node, byte: UInt8) -> Node {
        let key = Self.key(node, byte)
        var index = Self.hash(key) & mask
        while true {
            let slot = slots[index]
            if slot == .max { return -1 }
            if slot >> Self.childBits == key { return Node(truncatingIfNeeded: slot & 0xFF_FFFF) }
            index = (index + 1) & mask
        }
    }

    /// The node reached by `bytes` from the root; -1 when no entry begins so.
    func node(of bytes: some Sequence<UInt8>) -> Node {
        var node = Self.root
        for byte in bytes where node >= 0 { node = child(of: node, byte: byte) }
        return node
    }

    /// False when the entry is there already, or the trie is full.
    mutating func insert(_ bytes: some Sequence<UInt8>, id: Int32) -> Bool {
        var node = Self.root
        for byte in bytes {
            let next = child(of: node, byte: byte)
            if next >= 0 {
                node = next
                continue
            }
            guard nodeCount < Self.maximumNodeCount else { return false }
            let added = Node(nodeCount)
            entryIDs.append(-1)
            if nodeCount * 2 > slots.count { grow() }
            place(Self.key(node, byte) << Self.childBits | UInt64(added))
            node = added
        }
        guard entryIDs[Int(node)] == -1 else { return false }
        entryIDs[Int(node)] = id
        return true
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: .max, count: old.count * 2)
        mask = slots.count - 1
        for slot in old where slot != .max { place(slot) }
    }

    private mutating func place(_ slot: UInt64) {
        var index = Self.hash(slot >> Self.childBits) & mask
        while slots[index] != .max { index = (index + 1) & mask }
        slots[index] = slot
    }

    @inline(__always)
    private static func key(_ node: Node, _ byte: UInt8) -> UInt64 { UInt64(UInt32(bitPattern: node)) << 8 | UInt64(byte) }

    /// Fibonacci hashing (Knuth, The Art of Computer Programming 6.4).
    @inline(__always)
    private static func hash(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 33) }
}
