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
            var index = 0
            while index < bytes.count {
                let (value, byteCount) = UTF8Decoding.scalar(in: bytes, at: index)
                let scalarClass = Unicode.Scalar(value).map(ScalarClass.of) ?? .separator
                let next = index + byteCount
                let isSpace = value == 0x20
                if let last = runs.last, last.scalarClass == scalarClass {
                    runs[runs.count - 1].range = last.range.lowerBound..<next
                    runs[runs.count - 1].scalarCount += 1
                    runs[runs.count - 1].hasSpace = last.hasSpace || isSpace
                    runs[runs.count - 1].hasOtherThanSpace = last.hasOtherThanSpace || !isSpace
                } else {
                    runs.append(
                        ViewRun(
                            scalarClass: scalarClass,
                            range: index..<next,
                            scalarCount: 1,
                            hasSpace: isSpace,
                            hasOtherThanSpace: !isSpace
                        )
                    )
                }
                index = next
            }
            return runs
        }
    }

    /// Whether two separators hold one spaced-out word together: both of signs, both of as many spaces, or both of signs and spaces.
    func continues(_ first: ViewRun) -> Bool {
        hasSpace == first.hasSpace && hasOtherThanSpace == first.hasOtherThanSpace
            && (hasOtherThanSpace || scalarCount == first.scalarCount)
    }
}
