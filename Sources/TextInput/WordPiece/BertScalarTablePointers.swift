extension BertScalarTable {
    /// The table for a hot loop, without a check a load.
    ///
    /// Bounds: `bytes` has 256 elements and is indexed by a byte; `blockStarts` has one element for each 128 scalar values up to U+10FFFF and is
    /// indexed by a scalar value that ``Pointers/scalar(_:at:end:)`` has checked; each of its elements is where 128 whole entries start;
    /// entries with ``Action/sequence`` hold indices that the builder took from `sequences` itself.
    struct Pointers {
        let bytes: UnsafePointer<UInt8>
        let blockStarts: UnsafePointer<UInt32>
        let entries: UnsafePointer<UInt32>
        let sequences: UnsafePointer<UInt32>

        /// `value` is at most U+10FFFF.
        @inline(__always)
        func entry(for value: UInt32) -> UInt32 {
            entries[Int(blockStarts[Int(value >> blockShift)] &+ value & UInt32(blockSize - 1))]
        }

        /// The scalar at `index` of `text`, a byte from 0x80 on: its value, its bytes (the first one lowest), how many there are. Malformed bytes are
        /// U+FFFD, one byte each: it is dropped, so that it does not matter how many stand for a malformed sequence.
        @inline(__always)
        static func scalar(
            _ text: UnsafePointer<UInt8>,
            at index: Int,
            end: Int
        ) -> (value: UInt32, bytes: UInt32, byteCount: Int) {
            let malformed: (value: UInt32, bytes: UInt32, byteCount: Int) = (0xFFFD, 0, 1)
            let first = UInt32(text[index])
            guard first >= 0xC2, index &+ 1 < end else { return malformed }
            let second = UInt32(text[index &+ 1])
            guard second & 0xC0 == 0x80 else { return malformed }
            if first < 0xE0 { return ((first & 0x1F) << 6 | second & 0x3F, first | second << 8, 2) }
            guard index &+ 2 < end else { return malformed }
            let third = UInt32(text[index &+ 2])
            guard third & 0xC0 == 0x80 else { return malformed }
            let three = first | second << 8 | third << 16
            if first < 0xF0 {
                let value = (first & 0x0F) << 12 | (second & 0x3F) << 6 | third & 0x3F
                // Overlong forms and surrogates.
                guard value >= 0x800, value & 0xF800 != 0xD800 else { return malformed }
                return (value, three, 3)
            }
            guard first < 0xF5, index &+ 3 < end else { return malformed }
            let fourth = UInt32(text[index &+ 3])
            guard fourth & 0xC0 == 0x80 else { return malformed }
            let value = (first & 0x07) << 18 | (second & 0x3F) << 12 | (third & 0x3F) << 6 | fourth & 0x3F
            guard (0x10000...0x10FFFF).contains(value) else { return malformed }
            return (value, three | fourth << 24, 4)
        }
    }

    func withPointers<Result>(_ body: (Pointers) -> Result) -> Result? {
        bytes.withUnsafeBufferPointer { bytes in
            blockStarts.withUnsafeBufferPointer { blockStarts in
                entries.withUnsafeBufferPointer { entries in
                    sequences.withUnsafeBufferPointer { sequences in
                        guard let bytes = bytes.baseAddress, let blockStarts = blockStarts.baseAddress,
                            let entries = entries.baseAddress
                        else { return nil }
                        // The cased table has no sequences, nor entries that point to any.
                        let sequences = sequences.baseAddress ?? entries
                        return body(
                            Pointers(bytes: bytes, blockStarts: blockStarts, entries: entries, sequences: sequences)
                        )
                    }
                }
            }
        }
    }
}
