import ModerationCore

/// A view cut into runs of letters, of digits, and of what stands between.
struct ViewRun {
    var scalarClass: ScalarClass
    var range: Range<Int>
    var scalarCount: Int
    var hasSpace: Bool
    var hasOtherThanSpace: Bool

    static func runs(of view: TextView) -> [ViewRun] {
        view.utf8.withUnsafeBufferPointer { bytes in
            var runs: [ViewRun] = []
            runs.reserveCapacity(bytes.count / 3)
            var current = ViewRun(
                scalarClass: .separator,
                range: 0..<0,
                scalarCount: 0,
                hasSpace: false,
                hasOtherThanSpace: false
            )
            var index = 0
            while index < bytes.count {
                let (value, byteCount) = UTF8Decoding.scalar(in: bytes, at: index)
                let scalarClass =
                    value < 0x80
                    ? ScalarClass.of(ascii: UInt8(truncatingIfNeeded: value))
                    : Unicode.Scalar(value).map(ScalarClass.of) ?? .separator
                let next = index &+ byteCount
                if current.scalarCount == 0 || scalarClass != current.scalarClass {
                    if current.scalarCount > 0 { runs.append(current) }
                    current = ViewRun(
                        scalarClass: scalarClass,
                        range: index..<next,
                        scalarCount: 0,
                        hasSpace: false,
                        hasOtherThanSpace: false
                    )
                }
                current.range = current.range.lowerBound..<next
                current.scalarCount &+= 1
                if value == 0x20 { current.hasSpace = true } else { current.hasOtherThanSpace = true }
                index = next
            }
            if current.scalarCount > 0 { runs.append(current) }
            return runs
        }
    }

    /// Whether two separators hold one spaced-out word together: both of signs, both of as many spaces, or both of signs and spaces.
    func continues(_ first: ViewRun) -> Bool {
        hasSpace == first.hasSpace && hasOtherThanSpace == first.hasOtherThanSpace
            && (hasOtherThanSpace || scalarCount == first.scalarCount)
    }
}

extension [ViewRun] {
    /// At most so many signs within a word are left out.
    static var signLimit: Int { 8 }

    /// Whether the run holds signs or pictures and no space, and stands within a word. A sign between two digits is part of a number.
    func isWithinWord(_ index: Int) -> Bool {
        let run = self[index]
        guard run.scalarClass == .separator, !run.hasSpace, run.scalarCount <= Self.signLimit, index > 0, index + 1 < count else {
            return false
        }
        return self[index - 1].scalarClass == .letter || self[index + 1].scalarClass == .letter
    }
}
