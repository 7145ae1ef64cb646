import Foundation
import ModerationCore

/// One line of JSON Lines: an object with the field names of the Redis document (times in milliseconds since 1970), and `id`.
package enum JSONLine {
    private struct Document: Codable {
        var id: String?
        var fingerprint: String?
        var source: String?
        var reason: String?
        var author: String?
        var created: UnixTime?
        var expires: UnixTime?
        var state: String?
        var note: String?
        var changed: UnixTime?
        var changedBy: String?

        enum CodingKeys: String, CodingKey {
            case id, fingerprint, source, reason, author, created, expires, state, note, changed
            case changedBy = "changed_by"
        }
    }

    /// Fields of other names are read past.
    package static func record(_ line: ArraySlice<UInt8>) throws(RecordProblem) -> EntryRecord {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: Data(line))
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            throw RecordProblem("\(context.codingPath.first?.stringValue ?? "the line"): not of the type that it should have")
        } catch DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty {
            throw RecordProblem("\(context.codingPath.first?.stringValue ?? "the line"): cannot be read")
        } catch {
            throw RecordProblem("not a JSON object in UTF-8")
        }
        guard let fingerprint = document.fingerprint, !fingerprint.isEmpty else { throw RecordProblem("fingerprint: required") }
        var record = EntryRecord(fingerprint: fingerprint)
        record.id = document.id
        record.source = document.source
        record.reason = document.reason
        record.author = document.author
        record.created = document.created
        record.expires = document.expires
        record.note = document.note
        record.changed = document.changed
        record.changedBy = document.changedBy
        if let state = document.state { record.state = try EntryRecord.state(state) }
        return record
    }

    /// The line without its end; `nil` where the entry cannot be JSON, which no entry of ours is.
    package static func line(_ entry: BankEntry) -> [UInt8]? {
        let document = Document(
            id: entry.id,
            fingerprint: entry.fingerprint,
            source: entry.source,
            reason: entry.reason,
            author: entry.author,
            created: entry.created,
            expires: entry.expires,
            state: entry.state.rawValue,
            note: entry.note,
            changed: entry.changed,
            changedBy: entry.changedBy.isEmpty ? nil : entry.changedBy
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(document)).map { Array($0) }
    }
}
