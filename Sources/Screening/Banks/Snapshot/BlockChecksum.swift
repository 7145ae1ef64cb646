import CZlib

/// CRC-32 (ISO 3309, as zlib has it) over a block's type, size and payload.
enum BlockChecksum {
    /// `head`: the eight bytes of type and size.
    static func of(head: [UInt8], payload: [UInt8]) -> UInt32 {
        let first = crc32(0, head, UInt32(clamping: head.count))
        return UInt32(truncatingIfNeeded: crc32(first, payload, UInt32(clamping: payload.count)))
    }
}
