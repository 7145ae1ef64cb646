import ModerationCore

/// Squeezes repeated letters, of all words when one is drawn out.
enum SqueezedView {
    /// A word that repeats a letter this often is drawn out on purpose.
    static let drawnOut = 3

    /// `nil` when no word is drawn out. `unread` is what `leet` was read from, byte for byte: in `fusilli`, where i is read as l, nothing is drawn out.
    static func view(of leet: TextView, _ runs: [ViewRun], unread: TextView) -> TextView? {
        guard mayBeDrawnOut(unread.utf8) else { return nil }
        guard runs.contains(where: { $0.scalarClass == .letter && isDrawnOut(unread, $0.range) }) else { return nil }
        var builder = ViewBuilder(capacity: leet.utf8.count)
        for run in runs {
            if run.scalarClass == .letter { squeeze(leet, run.range, into: &builder) } else { builder.append(leet, run.range) }
        }
        return builder.views(named: .squeezed).first
    }

    /// Every run of a letter as one letter.
    static func squeezed(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar != scalars.last || ScalarClass.of(scalar) != .letter {
            scalars.append(scalar)
        }
        return String(scalars)
    }

    /// False where no scalar follows itself twice: bytes at the distance of one scalar's length do not agree long enough.
    private static func mayBeDrawnOut(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            for distance in 1...4 {
                var agreeing = 0
                for index in 0..<max(0, bytes.count - distance) {
                    agreeing = bytes[index] == bytes[index &+ distance] ? agreeing &+ 1 : 0
                    if agreeing >= distance * (drawnOut - 1) { return true }
                }
            }
            return false
        }
    }

    private static func isDrawnOut(_ view: TextView, _ range: Range<Int>) -> Bool {
        var previous: UInt32 = 0
        var count = 0
        return view.utf8.withUnsafeBufferPointer { bytes in
            var index = range.lowerBound
            while index < range.upperBound {
                let (value, byteCount) = UTF8Decoding.scalar(in: bytes, at: index)
                count = value == previous ? count + 1 : 1
                previous = value
                if count >= drawnOut { return true }
                index += byteCount
            }
            return false
        }
    }

    private static func squeeze(_ view: TextView, _ range: Range<Int>, into builder: inout ViewBuilder) {
        view.utf8.withUnsafeBufferPointer { bytes in
            var index = range.lowerBound
            while index < range.upperBound {
                let (value, byteCount) = UTF8Decoding.scalar(in: bytes, at: index)
                var end = index + byteCount
                while end < range.upperBound {
                    let next = UTF8Decoding.scalar(in: bytes, at: end)
                    guard next.value == value else { break }
                    end += next.byteCount
                }
                for offset in index..<(index + byteCount) {
                    builder.append(bytes[offset], start: view.starts[index], end: view.ends[end - 1])
                }
                index = end
            }
        }
    }
}
