/// How long a text of an entry may be. All of them together, escaped as JSON, stay within what a bank's hash takes (8 KiB).
package struct TextLimit: Sendable {
    package let field: String
    package let characterCount: Int
    package let byteCount: Int
    private let allowsLines: Bool

    private init(_ field: String, characters: Int, bytes: Int, allowsLines: Bool = false) {
        self.field = field
        characterCount = characters
        byteCount = bytes
        self.allowsLines = allowsLines
    }

    package static let id = TextLimit("id", characters: 128, bytes: 128)
    package static let reason = TextLimit("reason", characters: 200, bytes: 600)
    package static let source = TextLimit("source", characters: 200, bytes: 600)
    package static let author = TextLimit("author", characters: 200, bytes: 200)
    package static let changedBy = TextLimit("changed_by", characters: 200, bytes: 200)
    package static let note = TextLimit("note", characters: 1_000, bytes: 2_000, allowsLines: true)

    package func check(_ text: String) throws(RecordProblem) {
        let bytes = text.utf8
        guard bytes.count <= byteCount else { throw RecordProblem("\(field): \(bytes.count) bytes, at most \(byteCount)") }
        if bytes.count > characterCount {
            let count = text.unicodeScalars.count
            guard count <= characterCount else { throw RecordProblem("\(field): \(count) characters, at most \(characterCount)") }
        }
        let isClean = bytes.allSatisfy { $0 >= 32 && $0 != 127 || allowsLines && ($0 == 9 || $0 == 10) }
        guard isClean else { throw RecordProblem("\(field): control characters are not allowed") }
        if field == Self.id.field, text.isEmpty { throw RecordProblem("id: 1 to \(byteCount) bytes") }
    }

    /// For a reason that a change as a whole has.
    static func checkReason(_ text: String) throws(CurationFailure) {
        guard !text.isEmpty else { throw CurationFailure(.invalid, "reason: required, 1 to \(reason.characterCount) characters") }
        do { try reason.check(text) } catch { throw CurationFailure(.invalid, error.reason) }
    }
}
