/// One header or trailer line; names are lower case, pseudo-headers begin with `:`.
package struct HTTPField: Sendable, Equatable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// One block of headers or trailers as it arrived.
package struct HeaderBlock: Sendable, Equatable {
    package private(set) var fields: [HTTPField] = []
    /// Names + values + 32 bytes each (RFC 9113 section 6.5.2), of all fields, also those that were not kept.
    package private(set) var byteCount = 0
    /// The block was longer than the limit: `fields` holds only those within it.
    package private(set) var isOversize = false

    package init(_ fields: [HTTPField] = []) { self.fields = fields }

    /// Counts the field, and keeps it where the block stays within `limit` bytes.
    mutating func add(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>, limit: Int) {
        byteCount += name.count + value.count + 32
        if byteCount > limit {
            isOversize = true
        } else {
            fields.append(HTTPField(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
        }
    }

    /// The first value under the name.
    package func first(_ name: String) -> String? {
        fields.first { $0.name == name }?.value
    }
}
