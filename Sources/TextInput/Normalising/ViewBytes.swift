import ModerationCore

/// A view's three arrays, borrowed: no checks for uniqueness or copies within loops over bytes.
struct ViewBytes {
    let utf8: UnsafeBufferPointer<UInt8>
    let starts: UnsafeBufferPointer<UInt32>
    let ends: UnsafeBufferPointer<UInt32>

    /// Lends the arrays of `view` to `body`, which must not keep them.
    static func with<Result>(_ view: TextView, _ body: (ViewBytes) -> Result) -> Result {
        view.utf8.withUnsafeBufferPointer { utf8 in
            view.starts.withUnsafeBufferPointer { starts in
                view.ends.withUnsafeBufferPointer { ends in body(ViewBytes(utf8: utf8, starts: starts, ends: ends)) }
            }
        }
    }
}
