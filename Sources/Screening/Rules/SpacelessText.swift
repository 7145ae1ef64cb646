import ModerationCore

/// A view without its signs and spaces, in which keywords are looked for as plain bytes: "AR – 15" and "ar15" read alike there.
struct SpacelessText {
    let bytes: [UInt8]
    /// For each byte: where it ends in the view.
    let ends: [UInt32]
    /// Indices of the bytes with which a word may begin: behind a sign, also one that the view left out; where letters meet digits; anywhere in
    /// scripts without spaces.
    let wordStarts: [UInt32]

    /// `original` is the text that the view is of. `nil` when the view is not UTF-8.
    init?(_ view: TextView, original: [UInt8]) {
        let count = view.utf8.count
        guard UInt32(exactly: count) != nil else { return nil }
        var (ends, wordStarts, isWellFormed): ([UInt32], [UInt32], Bool) = ([], [], true)
        // Each byte of the view is kept at most once, so that no more is written than there is room for; a view's three arrays have one length.
        bytes = [UInt8](unsafeUninitializedCapacity: count) { bytes, keptCount in
            ends = [UInt32](unsafeUninitializedCapacity: count) { ends, endCount in
                wordStarts = [UInt32](unsafeUninitializedCapacity: count) { wordStarts, startCount in
                    var builder = Builder(original: original)
                    isWellFormed = view.utf8.withUnsafeBufferPointer { utf8 in
                        builder.read(view, utf8, bytes: bytes, ends: ends, wordStarts: wordStarts)
                    }
                    (keptCount, endCount, startCount) = (builder.keptCount, builder.keptCount, builder.startCount)
                }
            }
        }
        (self.ends, self.wordStarts) = (ends, wordStarts)
        guard isWellFormed else { return nil }
    }

    /// Whether the same words begin at the same places, whatever signs stand between them.
    func isAlike(_ other: SpacelessText) -> Bool {
        PatternDatabase.areEqual(bytes, other.bytes) && PatternDatabase.areEqual(wordStarts, other.wordStarts)
    }
}

private struct Builder {
    let original: [UInt8]
    var keptCount = 0
    var startCount = 0

    init(original: [UInt8]) { self.original = original }

    /// Whether a view that goes on with what starts at `start`, behind what ended at `end`, may have left out a sign there.
    private func isJoint(_ end: UInt32, _ start: UInt32) -> Bool {
        guard end < start, Int(end) < original.count else { return false }
        let byte = original[Int(end)]
        return byte >= 0x80 || CharacterTable.kind(ofASCII: byte) == .sign
    }

    /// Writes the three arrays, which have room for as many as the view has bytes. False when the view is not UTF-8.
    ///
    /// ASCII, nearly all of it, is read without branches: what is a sign or no beginning is written and then written over.
    mutating func read(
        _ view: TextView,
        _ utf8: UnsafeBufferPointer<UInt8>,
        bytes: UnsafeMutableBufferPointer<UInt8>,
        ends: UnsafeMutableBufferPointer<UInt32>,
        wordStarts: UnsafeMutableBufferPointer<UInt32>
    ) -> Bool {
        var (kept, starts) = (0, 0)
        var previous = CharacterTable.Kind.sign
        var previousEnd: UInt32 = 0
        var index = 0
        let isWellFormed = view.starts.withUnsafeBufferPointer { originalStarts in
            view.ends.withUnsafeBufferPointer { originalEnds in
                while index < utf8.count {
                    let byte = utf8[index]
                    if byte < 0x80 {
                        // Without branches, which would be guessed wrong at every other word.
                        let kind = CharacterTable.kind(ofASCII: byte)
                        let isKept = kind == .sign ? 0 : 1
                        let isStart = kind == previous ? 0 : isKept
                        bytes[kept] = byte
                        ends[kept] = UInt32(truncatingIfNeeded: index &+ 1)
                        wordStarts[starts] = UInt32(truncatingIfNeeded: kept)
                        let originalStart = originalStarts[index]
                        starts &+= previousEnd < originalStart && isJoint(previousEnd, originalStart) ? isKept : isStart
                        kept &+= isKept
                        (previous, previousEnd) = (kind, originalEnds[index])
                        index &+= 1
                        continue
                    }
                    guard let (scalar, byteCount) = UTF8Reading.scalar(at: index, in: view.utf8) else { return false }
                    let kind = CharacterTable.kind(of: scalar)
                    let isStart = kind != previous || kind == .other || isJoint(previousEnd, originalStarts[index])
                    wordStarts[starts] = UInt32(truncatingIfNeeded: kept)
                    starts += kind != .sign && isStart ? 1 : 0
                    for offset in index..<(index + byteCount) where kind != .sign {
                        bytes[kept] = utf8[offset]
                        ends[kept] = UInt32(truncatingIfNeeded: offset + 1)
                        kept += 1
                    }
                    index += byteCount
                    (previous, previousEnd) = (kind, originalEnds[index - 1])
                }
                return true
            }
        }
        (keptCount, startCount) = (kept, starts)
        return isWellFormed
    }
}
