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
        guard scalars.count <= capacity / 2 else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 2 * capacity) { buffer in
            guard let input = buffer.baseAddress else { return nil }
            let output = input + capacity
            let count = Int(body(input, Int32(encode(scalars, into: buffer)), output))
            guard count >= 0, count <= capacity else { return nil }
            return decode(UnsafeBufferPointer(start: output, count: count))
        }
    }

    /// How many units were written: two a scalar at most.
    private static func encode(_ scalars: [Unicode.Scalar], into units: UnsafeMutableBufferPointer<UInt16>) -> Int {
        var count = 0
        for scalar in scalars {
            if scalar.value < 0x10000 {
                units[count] = UInt16(truncatingIfNeeded: scalar.value)
                count += 1
            } else {
                units[count] = UInt16(truncatingIfNeeded: 0xD7C0 + scalar.value >> 10)
                units[count + 1] = UInt16(truncatingIfNeeded: 0xDC00 | scalar.value & 0x3FF)
                count += 2
            }
        }
        return count
    }

    /// Surrogates without a partner are U+FFFD.
    private static func decode(_ units: UnsafeBufferPointer<UInt16>) -> [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(units.count)
        var index = 0
        while index < units.count {
            let unit = UInt32(units[index])
            index += 1
            if unit & 0xFC00 == 0xD800, index < units.count, units[index] & 0xFC00 == 0xDC00 {
                let value = 0x10000 + (unit & 0x3FF) << 10 + UInt32(units[index] & 0x3FF)
                scalars.append(Unicode.Scalar(value) ?? "\u{FFFD}")
                index += 1
            } else {
                scalars.append(Unicode.Scalar(unit) ?? "\u{FFFD}")
            }
        }
        return scalars
    }
}
