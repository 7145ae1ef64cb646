import CICU

/// Canonical decompositions and combining classes, from ICU's immutable data.
enum CanonicalDecomposition {
    /// `unorm2_getNFDInstance`: "a singleton … Do not delete it"; `UNormalizer2` is documented as "unmodifiable/immutable" and so may be used
    /// on any thread. An address, since pointers are not `Sendable`; 0 when ICU has no data, which leaves text undecomposed.
    private static let instance = UInt(bitPattern: holster_icu_nfd())
    /// The longest canonical decomposition of one scalar has 4 UTF-16 units; twice that is room to spare.
    private static let capacity = 8

    /// The full canonical decomposition; `nil` when the scalar stands for itself.
    static func parts(of scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
        guard scalar.value >= 0xC0, let normalizer = OpaquePointer(bitPattern: instance) else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: capacity) { buffer in
            let count = holster_icu_decomposition(normalizer, scalar.value, buffer.baseAddress, Int32(capacity))
            guard count > 0 else { return nil }
            return Array(String(decoding: buffer[0..<Int(count)], as: UTF16.self).unicodeScalars)
        }
    }

    static func combiningClass(of scalar: Unicode.Scalar) -> UInt8 {
        guard scalar.value >= 0x300, let normalizer = OpaquePointer(bitPattern: instance) else { return 0 }
        return holster_icu_combining_class(normalizer, scalar.value)
    }
}
