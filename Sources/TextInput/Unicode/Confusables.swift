import CICU

/// The confusables of UTS 39, by ICU.
///
/// `@unchecked Sendable`: the checker is only read after `init`, and uspoof.h says "functions that take a const USpoofChecker parameter are
/// thread safe"; `uspoof_getSkeleton` is one.
final class Confusables: @unchecked Sendable {
    struct Unavailable: Error {}

    private let checker: OpaquePointer

    /// Throws when ICU has no confusables data.
    init() throws(Unavailable) {
        guard let checker = holster_icu_spoof_open() else { throw Unavailable() }
        self.checker = checker
    }

    deinit { holster_icu_spoof_close(checker) }

    /// The skeleton of one scalar: the prototype that everything looking like it shares; `nil` where ICU refuses.
    func skeleton(of scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
        ScalarTransforms.apply([scalar]) { text, length, buffer in
            holster_icu_skeleton(checker, text, length, buffer, Int32(ScalarTransforms.capacity))
        }
    }
}
