internal import Foundation
package import ModerationCore

/// A bank's entry as its hash holds it: JSON without the id, which is the hash's field.
///
/// Foundation's coders take 10–20 µs an entry, which would bind the loading of a million. So the form that we write ourselves is read and
/// written by ``BankEntryPlainForm``, and everything else by Foundation; tests and a fuzz target hold the two against each other.
package enum BankEntryDocument {
    /// A longer value is not an entry.
    package static let byteLimit = 8_192

    private struct Document: Codable {
        var fingerprint: String
        var source: String?
        var reason: String?
        var author: String?
        var created: UnixTime?
        var expires: UnixTime?
        var state: BankEntry.State?
        var note: String?
        var changed: UnixTime?
        var changedBy: String?

        enum CodingKeys: String, CodingKey {
            case fingerprint, source, reason, author, created, expires, state, note, changed
            case changedBy = "changed_by"
        }
    }

    package static func encode(_ entry: BankEntry) -> [UInt8]? {
        BankEntryPlainForm.write(entry) ?? encodeByFoundation(entry)
    }

    /// Only the fingerprint must be there, fit the bank and be plausible; a state that nobody knows makes the entry invalid rather than live.
    package static func decode(_ bytes: [UInt8], id: String, fingerprintKind: FingerprintKind) -> BankEntry? {
        guard bytes.count <= byteLimit, isValid(id: id) else { return nil }
        guard let entry = BankEntryPlainForm.read(bytes, id: id) ?? decodeByFoundation(bytes, id: id) else { return nil }
        guard isValid(fingerprint: entry.fingerprint, kind: fingerprintKind) else { return nil }
        return entry
    }

    package static func encodeByFoundation(_ entry: BankEntry) -> [UInt8]? {
        let document = Document(
            fingerprint: entry.fingerprint,
            source: entry.source,
            reason: entry.reason,
            author: entry.author,
            created: entry.created,
            expires: entry.expires,
            state: entry.state,
            note: entry.note,
            changed: entry.changed,
            changedBy: entry.changedBy.isEmpty ? nil : entry.changedBy
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(document)).map { Array($0) }
    }

    /// Does not look at the fingerprint.
    package static func decodeByFoundation(_ bytes: [UInt8], id: String) -> BankEntry? {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)) else { return nil }
        return BankEntry(
            id: id,
            fingerprint: document.fingerprint,
            source: document.source ?? "",
            reason: document.reason ?? "",
            author: document.author ?? "",
            created: document.created ?? UnixTime(milliseconds: 0),
            expires: document.expires,
            state: document.state ?? .live,
            note: document.note ?? "",
            changed: document.changed,
            changedBy: document.changedBy ?? ""
        )
    }

    /// Hexadecimal of the kind's length, and plausible.
    package static func isValid(fingerprint: String, kind: FingerprintKind) -> Bool {
        Fingerprint(kind: kind, hexadecimal: fingerprint)?.isPlausible ?? false
    }

    /// 1–128 bytes without control characters, in Normalization Form C: ids are bytes in Redis, and here equal texts are one.
    package static func isValid(id: String) -> Bool {
        guard (1...128).contains(id.utf8.count), id.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }) else { return false }
        return id.utf8.allSatisfy { $0 < 0x80 } || id.precomposedStringWithCanonicalMapping.utf8.elementsEqual(id.utf8)
    }
}
