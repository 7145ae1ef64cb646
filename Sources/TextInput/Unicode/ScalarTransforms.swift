import CICU

/// Normalisation forms and case folding of short runs of scalars, from ICU's immutable data.
enum ScalarTransforms {
    /// UTF-16 units that one result may have. Callers pass at most ``inputLimit`` scalars, and no scalar's NFKC form has more than 18 units.
    static let capacity = 2_048
    static let inputLimit = 32

    /// Addresses of ICU's never-freed singletons (see ``CanonicalDecomposition``).
    private static let nfd = UInt(bitPattern: holster_icu_nfd())
    private static let nfkc = UInt(bitPattern: holster_icu_nfkc())

    /// The compatibility-composed form; the input itself where ICU refuses.
    static func compatibilityComposed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        normalized(scalars, by: nfkc)
    }

    /// The canonically decomposed form; the input itself where ICU refuses.
    static func decomposed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        normalized(scalars, by: nfd)
    }

    /// Full, language-independent case folding (Unicode Standard 3.13, `toCasefold`).
    static func caseFolded(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        apply(scalars) { text, length, buffer in holster_icu_fold_case(text, length, buffer, Int32(capacity)) } ?? scalars
    }

    private static func normalized(_ scalars: [Unicode.Scalar], by address: UInt) -> [Unicode.Scalar] {
        guard let normalizer = OpaquePointer(bitPattern: address) else { return scalars }
        return apply(scalars) { text, length, buffer in
            holster_icu_normalize(normalizer, text, length, buffer, Int32(capacity))
        } ?? scalars
    }

    /// Runs one of ICU's UTF-16 functions; `nil` when it fails or the result does not fit.
    static func apply(
        _ scalars: [Unicode.Scalar],
        _ body: (UnsafePointer<UInt16>, Int32, UnsafeMutablePointer<UInt16>) -> Int32
    ) -> [Unicode.Scalar]? {
        var units: [UInt16] = []
        for scalar in scalars { units.append(contentsOf: UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter) }
        guard units.count <= capacity else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: capacity) { buffer in
            units.withUnsafeBufferPointer { text in
                guard let input = text.baseAddress, let output = buffer.baseAddress else { return nil }
                let count = Int(body(input, Int32(text.count), output))
                guard count >= 0, count <= capacity else { return nil }
                return Array(String(decoding: buffer[0..<count], as: UTF16.self).unicodeScalars)
            }
        }
    }
}
