import ModerationCore

/// A fingerprint in hexadecimal, as somebody hands it in.
package enum FingerprintText {
    /// In lower case. Refuses what has not the kind's digits, and what no photo of use has: a picture's fingerprint has about half its bits set, as
    /// they are compared with a median; one with few or nearly all would match flat pictures.
    package static func checked(_ text: String, _ kind: FingerprintKind) throws(RecordProblem) -> String {
        let digitCount = kind.bitCount / 4
        var bitCount = 0
        var hasUpperCase = false
        var count = 0
        for byte in text.utf8 {
            let value: UInt8
            switch byte {
            case 0x30...0x39: value = byte - 0x30
            case 0x61...0x66: value = byte - 0x57
            case 0x41...0x46:
                value = byte - 0x37
                hasUpperCase = true
            default: throw RecordProblem("fingerprint: '\(text.prefix(80))' is not hexadecimal")
            }
            bitCount += value.nonzeroBitCount
            count += 1
        }
        guard count == digitCount else {
            throw RecordProblem("fingerprint: \(count) hexadecimal digits, \(kind.rawValue) has \(digitCount)")
        }
        guard kind.plausibleBitCount.contains(bitCount) else {
            throw RecordProblem(
                "fingerprint: \(text) has \(bitCount) of \(kind.bitCount) bits set; no photo of use has it, it would match flat pictures"
            )
        }
        return hasUpperCase ? text.lowercased() : text
    }

    /// Made of the fingerprint, so that the same photo is one entry.
    package static func entryID(_ hexadecimal: String, _ kind: FingerprintKind) -> String {
        switch kind {
        case .phash64: "ph-\(hexadecimal)"
        case .pdq256: "pdq-\(hexadecimal)"
        }
    }
}
