import ModerationCore

/// Leaves out signs and pictures within words.
enum JoinedView {
    /// `nil` when there are none. `original` is the text that the view was read from.
    static func view(of base: TextView, _ runs: [ViewRun], original: UnsafeBufferPointer<UInt8>) -> TextView? {
        let pictured = PicturedLetters(original)
        guard pictured.mayExist || runs.indices.contains(where: runs.isWithinWord) else { return nil }
        return ViewBytes.with(base) { source in
            var writer = ViewWriter(capacity: source.utf8.count)
            var copied = 0
            var index = 0
            while index < runs.count {
                let first = index
                while index < runs.count, runs[index].scalarClass != .separator || runs.isWithinWord(index) { index += 1 }
                // A word of one run has nothing to leave out, unless its letters are pictures.
                if index - first > 1 || pictured.mayExist, index > first {
                    writer.append(source, copied..<runs[first].range.lowerBound)
                    write(runs[first..<index], of: source, pictured, into: &writer)
                    copied = runs[index - 1].range.upperBound
                }
                index = max(index, first + 1)
            }
            writer.append(source, copied..<source.utf8.count)
            return writer.count < source.utf8.count ? writer.view(named: .joined) : nil
        }
    }

    /// One word, with the signs in it.
    private static func write(
        _ word: ArraySlice<ViewRun>,
        of source: ViewBytes,
        _ pictured: PicturedLetters,
        into writer: inout ViewWriter
    ) {
        let isPicture = { (index: Int) in pictured.contains(source.starts[index], source.ends[index]) }
        // A word of pictured letters only is written in them; among others they are pictures.
        let hasOther =
            pictured.mayExist
            && word.contains { $0.scalarClass == .letter && $0.range.contains { !isPicture($0) } }
        for run in word where run.scalarClass != .separator {
            if hasOther {
                for index in run.range where !isPicture(index) { writer.append(source, index..<(index + 1)) }
            } else {
                writer.append(source, run.range)
            }
        }
    }
}

/// Emoji that read as letters or digits: letters in squares, those of flags, keycaps.
struct PicturedLetters {
    private let original: UnsafeBufferPointer<UInt8>
    /// False for a text that certainly has none.
    let mayExist: Bool

    init(_ original: UnsafeBufferPointer<UInt8>) {
        self.original = original
        var index = 0
        var found = false
        while index + 2 < original.count, !found {
            found = original[index] >= 0x80 && (Self.isEnclosed(original, index) || Self.isKeycap(original, index))
            index += 1
        }
        mayExist = found
    }

    /// Whether the character at these bytes is one.
    func contains(_ start: UInt32, _ end: UInt32) -> Bool {
        let (start, end) = (Int(start), Int(end))
        guard end <= original.count, end - start >= 4 else { return false }
        return Self.isEnclosed(original, start) || Self.isKeycap(original, end - 3)
    }

    /// U+1F100 to U+1F1FF.
    private static func isEnclosed(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        bytes[index] == 0xF0 && bytes[index + 1] == 0x9F && (0x84...0x87).contains(bytes[index + 2])
    }

    /// U+20E3.
    private static func isKeycap(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        bytes[index] == 0xE2 && bytes[index + 1] == 0x83 && bytes[index + 2] == 0xA3
    }
}
