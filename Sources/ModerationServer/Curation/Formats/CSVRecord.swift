/// One record of a CSV file (RFC 4180), and how a field is written.
package enum CSVRecord {
    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")

    /// More columns than any file of ours has.
    package static let fieldLimit = 64

    /// The fields of a record without its line end.
    package static func fields(of record: ArraySlice<UInt8>) throws(RecordProblem) -> [ArraySlice<UInt8>] {
        var fields: [ArraySlice<UInt8>] = []
        var rest = record
        while true {
            guard fields.count < fieldLimit else { throw RecordProblem("more than \(fieldLimit) fields") }
            if rest.first == quote {
                fields.append(try quoted(&rest))
            } else {
                let field = rest.prefix { $0 != comma }
                guard !field.contains(quote) else {
                    throw RecordProblem("a quotation mark within a field that has none around it")
                }
                fields.append(field)
                rest = rest.dropFirst(field.count)
            }
            guard rest.popFirst() != nil else { return fields }
        }
    }

    /// A field in quotation marks; leaves `rest` at the comma behind it, or empty.
    private static func quoted(_ rest: inout ArraySlice<UInt8>) throws(RecordProblem) -> ArraySlice<UInt8> {
        rest.removeFirst()
        var field: [UInt8]?
        while true {
            guard let end = rest.firstIndex(of: quote) else { throw RecordProblem("a quotation mark is never closed") }
            let part = rest[rest.startIndex..<end]
            rest = rest[(end + 1)...]
            if rest.first == quote {
                // Two of them stand for one.
                field = (field ?? []) + part + [quote]
                rest.removeFirst()
                continue
            }
            guard rest.isEmpty || rest.first == comma else { throw RecordProblem("text behind a closing quotation mark") }
            guard let field else { return part }
            return (field + part)[...]
        }
    }

    /// Appends a field; in quotation marks where it would be read otherwise.
    package static func append(_ field: String, to bytes: inout [UInt8]) {
        let utf8 = field.utf8
        let needsQuotes = utf8.contains { $0 == quote || $0 == comma || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        guard needsQuotes else { return bytes.append(contentsOf: utf8) }
        bytes.append(quote)
        for byte in utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }
}
