package import ModerationCore

/// The one form of an entry's JSON that needs no JSON parser: one object without spaces, its known names at most once each, strings without
/// escapes or control characters, whole numbers of at most 18 digits. It is what Foundation's encoder makes of nearly every entry.
///
/// Both directions answer `nil` when an entry or its JSON is of another form, which says nothing about its validity.
package enum BankEntryPlainForm {
    /// Byte for byte what `BankEntryDocument.encodeByFoundation` writes: names in the order of their bytes.
    package static func write(_ entry: BankEntry) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(
            160 + entry.fingerprint.utf8.count + entry.source.utf8.count + entry.reason.utf8.count + entry.author.utf8.count
                + entry.note.utf8.count
        )
        guard append("{\"author\":", entry.author, to: &bytes) else { return nil }
        if let changed = entry.changed { append(",\"changed\":", changed, to: &bytes) }
        if !entry.changedBy.isEmpty {
            guard append(",\"changed_by\":", entry.changedBy, to: &bytes) else { return nil }
        }
        append(",\"created\":", entry.created, to: &bytes)
        if let expires = entry.expires { append(",\"expires\":", expires, to: &bytes) }
        guard append(",\"fingerprint\":", entry.fingerprint, to: &bytes), append(",\"note\":", entry.note, to: &bytes),
            append(",\"reason\":", entry.reason, to: &bytes), append(",\"source\":", entry.source, to: &bytes),
            append(",\"state\":", entry.state.rawValue, to: &bytes)
        else { return nil }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    private static func append(_ name: StaticString, _ value: String, to bytes: inout [UInt8]) -> Bool {
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        let start = bytes.count
        bytes.append(contentsOf: value.utf8)
        for byte in bytes[start...] where !isPlain(byte) { return false }
        bytes.append(UInt8(ascii: "\""))
        return true
    }

    private static func append(_ name: StaticString, _ value: UnixTime, to bytes: inout [UInt8]) {
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: String(value.milliseconds).utf8)
    }

    /// What stands for itself in JSON, and in what Foundation's encoder writes.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7f && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private enum Name: Int {
        case author, changed, changedBy, created, expires, fingerprint, note, reason, source, state
    }

    package static func read(_ bytes: [UInt8], id: String) -> BankEntry? {
        bytes.withUnsafeBufferPointer { buffer in
            var cursor = Cursor(bytes: buffer)
            var entry = BankEntry(id: id, fingerprint: "", source: "", reason: "", author: "", created: UnixTime(milliseconds: 0))
            var seen: UInt16 = 0
            guard cursor.take(UInt8(ascii: "{")) else { return nil }
            repeat {
                guard let name = cursor.string().flatMap(Self.name(of:)), cursor.take(UInt8(ascii: ":")) else { return nil }
                let bit: UInt16 = 1 << UInt16(name.rawValue)
                guard seen & bit == 0, take(name, from: &cursor, into: &entry) else { return nil }
                seen |= bit
            } while cursor.take(UInt8(ascii: ","))
            guard cursor.take(UInt8(ascii: "}")), cursor.isAtEnd, seen & (1 << UInt16(Name.fingerprint.rawValue)) != 0 else {
                return nil
            }
            return entry
        }
    }

    private static func take(_ name: Name, from cursor: inout Cursor, into entry: inout BankEntry) -> Bool {
        switch name {
        case .changed, .created, .expires:
            guard let number = cursor.number() else { return false }
            let time = UnixTime(milliseconds: number)
            switch name {
            case .changed: entry.changed = time
            case .created: entry.created = time
            default: entry.expires = time
            }
        case .state:
            guard let text = cursor.string(), let state = state(of: text) else { return false }
            entry.state = state
        default:
            guard let text = cursor.string(), let value = String(validating: text, as: UTF8.self) else { return false }
            switch name {
            case .author: entry.author = value
            case .changedBy: entry.changedBy = value
            case .fingerprint: entry.fingerprint = value
            case .note: entry.note = value
            case .reason: entry.reason = value
            default: entry.source = value
            }
        }
        return true
    }

    private static func name(of text: Slice<UnsafeBufferPointer<UInt8>>) -> Name? {
        // Told apart by length first: a comparison or two each.
        switch text.count {
        case 4: equals(text, "note") ? .note : nil
        case 5: equals(text, "state") ? .state : nil
        case 6:
            equals(text, "author") ? .author : equals(text, "reason") ? .reason : equals(text, "source") ? .source : nil
        case 7:
            equals(text, "created") ? .created : equals(text, "changed") ? .changed : equals(text, "expires") ? .expires : nil
        case 10: equals(text, "changed_by") ? .changedBy : nil
        case 11: equals(text, "fingerprint") ? .fingerprint : nil
        default: nil
        }
    }

    private static func state(of text: Slice<UnsafeBufferPointer<UInt8>>) -> BankEntry.State? {
        equals(text, "live") ? .live : equals(text, "shadow") ? .shadow : equals(text, "quarantined") ? .quarantined : nil
    }

    private static func equals(_ text: Slice<UnsafeBufferPointer<UInt8>>, _ word: StaticString) -> Bool {
        word.withUTF8Buffer { text.count == $0.count && text.elementsEqual($0) }
    }

    /// Reads plain tokens; every step is bounds-checked.
    private struct Cursor {
        let bytes: UnsafeBufferPointer<UInt8>
        var index = 0

        var isAtEnd: Bool { index == bytes.count }

        mutating func take(_ byte: UInt8) -> Bool {
            guard index < bytes.count, bytes[index] == byte else { return false }
            index += 1
            return true
        }

        /// A string's content, without its quotation marks.
        mutating func string() -> Slice<UnsafeBufferPointer<UInt8>>? {
            guard take(UInt8(ascii: "\"")) else { return nil }
            let start = index
            while index < bytes.count, isPlain(bytes[index]) { index += 1 }
            let end = index
            return take(UInt8(ascii: "\"")) ? bytes[start..<end] : nil
        }

        mutating func number() -> Int64? {
            let isNegative = take(UInt8(ascii: "-"))
            let start = index
            var value: Int64 = 0
            while index < bytes.count, index - start < 18, case let digit = bytes[index] &- UInt8(ascii: "0"), digit < 10 {
                value = value * 10 + Int64(digit)
                index += 1
            }
            // No digit, a leading zero, or minus zero.
            if index == start || (bytes[start] == UInt8(ascii: "0") && (index - start > 1 || isNegative)) { return nil }
            return isNegative ? -value : value
        }
    }
}
