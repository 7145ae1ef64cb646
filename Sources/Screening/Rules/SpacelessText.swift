/// A view without its signs and spaces, in which keywords are looked for as plain bytes: "AR – 15" and "ar15" read alike there, and so do
/// most views of a text, which are then scanned once for all of them.
struct SpacelessText {
    private(set) var bytes: [UInt8]
    /// For each byte: where it ends in the view.
    private(set) var ends: [UInt32]

    /// `nil` when the view is not UTF-8.
    init?(_ view: [UInt8]) {
        guard let count = UInt32(exactly: view.count) else { return nil }
        bytes = [UInt8](repeating: 0, count: view.count)
        ends = [UInt32](repeating: 0, count: view.count)
        var kept = 0
        var index = 0
        while index < count {
            let byte = view[index]
            if byte < 0x80 {
                bytes[kept] = byte
                ends[kept] = UInt32(truncatingIfNeeded: index + 1)
                kept += SignTable.containsASCII(byte) ? 0 : 1
                index += 1
                continue
            }
            guard let (scalar, byteCount) = UTF8Reading.scalar(at: index, in: view) else { return nil }
            if !SignTable.contains(scalar) {
                for offset in index..<(index + byteCount) {
                    bytes[kept] = view[offset]
                    ends[kept] = UInt32(truncatingIfNeeded: offset + 1)
                    kept += 1
                }
            }
            index += byteCount
        }
        bytes.removeLast(view.count - kept)
        ends.removeLast(view.count - kept)
    }
}
