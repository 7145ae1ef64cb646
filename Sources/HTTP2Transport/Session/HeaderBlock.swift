internal import Glibc

/// One block of headers or trailers as it arrived, in one piece of memory: a connection uses the same one for every block.
package struct HeaderBlock: Sendable, Equatable {
    private struct Entry: Sendable, Equatable {
        let start: Int
        let nameEnd: Int
        let valueEnd: Int
    }

    private var bytes: [UInt8] = []
    private var entries: [Entry] = []
    /// Names + values + 32 bytes each (RFC 9113 section 6.5.2), of all fields, also those that were not kept.
    package private(set) var byteCount = 0
    /// The block was longer than the limit: only the fields within it are here.
    package private(set) var isOversize = false

    package init(_ fields: [HTTPField] = []) {
        for field in fields {
            var (name, value) = (field.name, field.value)
            name.withUTF8 { name in value.withUTF8 { add(name: name, value: $0, limit: .max) } }
        }
    }

    package var count: Int { entries.count }

    /// Makes room for the next block; the memory stays.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        byteCount = 0
        isOversize = false
    }

    /// Counts the field, and keeps it where the block stays within `limit` bytes.
    mutating func add(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>, limit: Int) {
        byteCount += name.count + value.count + 32
        guard byteCount <= limit else { return isOversize = true }
        let start = bytes.count
        bytes.append(contentsOf: name)
        bytes.append(contentsOf: value)
        entries.append(Entry(start: start, nameEnd: start + name.count, valueEnd: bytes.count))
    }

    /// Shows each field's name and value, in the order they came; the bytes live until `body` returns.
    package func forEach(_ body: (_ name: Span<UInt8>, _ value: Span<UInt8>) -> Void) {
        let all = bytes.span
        for entry in entries {
            body(all.extracting(entry.start..<entry.nameEnd), all.extracting(entry.nameEnd..<entry.valueEnd))
        }
    }

    /// The first value under the name.
    package func first(_ name: StaticString) -> String? {
        var found: String?
        forEach { candidate, value in
            if found == nil, candidate.isEqual(to: name) { found = value.text }
        }
        return found
    }

    /// Everything that was kept, as text.
    package var fields: [HTTPField] {
        var fields: [HTTPField] = []
        forEach { name, value in fields.append(HTTPField(name.text, value.text)) }
        return fields
    }
}

extension Span<UInt8> {
    package func isEqual(to text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        return withUnsafeBytes { bytes in
            bytes.baseAddress.map { memcmp($0, text.utf8Start, bytes.count) == 0 } ?? true
        }
    }

    package func isEqual(to other: [UInt8]) -> Bool {
        guard count == other.count else { return false }
        return withUnsafeBytes { mine in
            other.withUnsafeBytes { theirs in
                guard let left = mine.baseAddress, let right = theirs.baseAddress else { return true }
                return memcmp(left, right, mine.count) == 0
            }
        }
    }

    package func hasPrefix(_ text: StaticString) -> Bool {
        count >= text.utf8CodeUnitCount && extracting(0..<text.utf8CodeUnitCount).isEqual(to: text)
    }

    package func hasSuffix(_ text: StaticString) -> Bool {
        count >= text.utf8CodeUnitCount && extracting(count - text.utf8CodeUnitCount..<count).isEqual(to: text)
    }

    /// What is not UTF-8 is repaired.
    package var text: String {
        withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}
