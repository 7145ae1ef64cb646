import ModerationCore

/// One line of ThreatExchange's text forms of PDQ. These are read, as its programs write and read them:
///
/// - `HASH`, `HASH,METADATA` and `hash=HASH,METADATA`: what the C++ tools load (`pdq/cpp/io/hashio.cpp`); the metadata is the source.
/// - `HASH,QUALITY,FILENAME`: what `pdq-photo-hasher` prints, spaces or tabs in place of the commas too.
/// - `hash=HASH,norm=N,delta=N,quality=N,filename=NAME`: the same with `--details`.
/// - `HASH,INDICATOR_ID,TIME,TAGS` and `INDICATOR_ID,HASH,…`: what ThreatExchange's exports and its command line's cache hold.
///
/// Blank lines and those that begin with `#` say nothing. Written is `HASH,id=ID`, which all of them read.
package enum PDQLine {
    /// PDQ's authors take hashes of less for noise.
    package static let minQuality = 50
    private static let digitCount = 64

    /// `nil`: the line says nothing.
    package static func record(_ line: ArraySlice<UInt8>) throws(RecordProblem) -> EntryRecord? {
        guard let text = String(validating: line, as: UTF8.self) else { throw RecordProblem("not UTF-8") }
        var rest = text[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        guard let first = rest.first, first != "#" else { return nil }
        if rest.hasPrefix("hash=") { rest = rest.dropFirst(5) }
        var head = word(&rest)
        var indicator: Substring?
        if head.utf8.count < digitCount, isNumber(head) {
            indicator = head
            head = word(&rest)
        }
        guard head.utf8.count == digitCount, head.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else {
            throw RecordProblem("fingerprint: a line begins with the \(digitCount) hexadecimal digits of a PDQ hash")
        }
        var record = EntryRecord(fingerprint: head.lowercased())
        if let indicator { record.id = "te-\(indicator)" }
        try readMetadata(rest, into: &record)
        return record
    }

    private static func readMetadata(_ text: Substring, into record: inout EntryRecord) throws(RecordProblem) {
        guard !text.isEmpty else { return }
        let key = text.prefix { $0.isASCII && ($0.isLetter || $0 == "_") }
        if !key.isEmpty, text.dropFirst(key.count).first == "=" { return try readPairs(text, into: &record) }
        var rest = text
        let field = word(&rest)
        if let quality = Int(field), (0...100).contains(quality) {
            try checkQuality(String(field))
            if !rest.isEmpty { record.source = String(rest) }
        } else if isNumber(field), let time = TimeText.time(String(word(&rest))) {
            record.id = "te-\(field)"
            record.created = time
            if !rest.isEmpty { record.note = String(rest) }
        } else if record.id == nil {
            record.source = String(text)
        }
    }

    /// `key=value` with commas between; a file name and an id reach to the end of the line.
    private static func readPairs(_ text: Substring, into record: inout EntryRecord) throws(RecordProblem) {
        var rest = text
        while !rest.isEmpty {
            let key = rest.prefix { $0 != "=" && $0 != "," }
            rest = rest.dropFirst(key.count)
            guard rest.popFirst() == "=" else { continue }
            switch key {
            case "filename":
                record.source = String(rest)
                return
            case "id":
                record.id = String(rest)
                return
            default:
                let value = rest.prefix { $0 != "," }
                rest = rest.dropFirst(value.count + 1)
                if key == "quality" { try checkQuality(String(value)) }
            }
        }
    }

    static func checkQuality(_ text: String) throws(RecordProblem) {
        guard let quality = Int(text), (0...100).contains(quality) else {
            throw RecordProblem("quality: '\(text.prefix(40))' is not a number from 0 to 100")
        }
        guard quality >= minQuality else { throw RecordProblem("quality: \(quality), at least \(minQuality) is needed") }
    }

    /// Up to the next comma, space or tab, which is taken too.
    private static func word(_ rest: inout Substring) -> Substring {
        let word = rest.prefix { $0 != "," && $0 != " " && $0 != "\t" }
        rest = rest.dropFirst(word.count + 1)
        return word
    }

    private static func isNumber(_ text: Substring) -> Bool {
        (1...20).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
