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
            var index = 0
            while index < bytes.count { runs.append(run(of: bytes, at: &index)) }
            return runs
        }
    }

    /// The run that begins at `index`, which goes to its end.
    @inline(__always)
    private static func run(of bytes: UnsafeBufferPointer<UInt8>, at index: inout Int) -> ViewRun {
        let start = index
        var first: ScalarClass?
        var (scalarCount, spaceCount) = (0, 0)
        while index < bytes.count {
            let (value, byteCount) = UTF8Decoding.scalar(in: bytes, at: index)
            let scalarClass =
                value < 0x80
                ? ScalarClass.of(ascii: UInt8(truncatingIfNeeded: value))
                : Unicode.Scalar(value).map(ScalarClass.of) ?? .separator
            if first == nil { first = scalarClass } else if first != scalarClass { break }
            scalarCount &+= 1
            spaceCount &+= value == 0x20 ? 1 : 0
            index &+= byteCount
        }
        return ViewRun(
            scalarClass: first ?? .separator,
            range: start..<index,
            scalarCount: scalarCount,
            hasSpace: spaceCount > 0,
            hasOtherThanSpace: spaceCount < scalarCount
        )
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
