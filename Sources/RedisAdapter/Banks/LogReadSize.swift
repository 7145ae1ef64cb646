/// How many messages of each log one XREAD asks for: many small ones, few large ones.
///
/// A message is anything from a removal of 100 bytes to a batch of ``BankBatch/byteLimit``, and a reply is held whole. So a reply aims at 8 MiB,
/// an element of it counted as 64 bytes beside its content; the count follows what the last reply held, and grows at most twofold.
package struct LogReadSize: Sendable, Equatable {
    private static let wantedWeight = 8 << 20
    private static let elementWeight = 64
    private static let limit = 256

    package private(set) var count = 16

    package init() {}

    /// After a reply of `messageCount` messages, of `byteCount` bytes in `elementCount` elements.
    package mutating func took(messageCount: Int, byteCount: Int, elementCount: Int) {
        guard messageCount > 0 else { return }
        let weight = max(1, (byteCount + elementCount * Self.elementWeight) / messageCount)
        count = min(max(1, Self.wantedWeight / weight), count * 2, Self.limit)
    }

    /// A reply did not come, perhaps because it was too large: the next is as small as can be.
    package mutating func failed() { count = 1 }
}

extension RedisReply {
    /// Bytes of all strings, and elements of all arrays.
    var extent: (byteCount: Int, elementCount: Int) {
        switch self {
        case .null, .integer: (0, 1)
        case .bulk(let bytes): (bytes.count, 1)
        case .status(let text), .error(let text): (text.utf8.count, 1)
        case .array(let elements):
            elements.reduce((0, 1)) { sum, element in
                let extent = element.extent
                return (sum.0 + extent.byteCount, sum.1 + extent.elementCount)
            }
        }
    }
}
