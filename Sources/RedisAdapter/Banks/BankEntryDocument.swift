internal import Foundation
package import ModerationCore

/// A bank's entry as its hash holds it: JSON without the id, which is the hash's field.
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
    }

    package static func encode(_ entry: BankEntry) -> [UInt8]? {
        let document = Document(
            fingerprint: entry.fingerprint,
            source: entry.source,
            reason: entry.reason,
            author: entry.author,
            created: entry.created,
            expires: entry.expires,
            state: entry.state,
            note: entry.note
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(document)).map { Array($0) }
    }

    /// Only the fingerprint must be there, and fit the bank; a state that nobody knows makes the entry invalid rather than live.
    package static func decode(_ bytes: [UInt8], id: String, fingerprintKind: FingerprintKind) -> BankEntry? {
        guard bytes.count <= byteLimit, isValid(id: id),
            let document = try? JSONDecoder().decode(Document.self, from: Data(bytes))
        else {
            return nil
        }
        guard Fingerprint(kind: fingerprintKind, hexadecimal: document.fingerprint) != nil else { return nil }
        return BankEntry(
            id: id,
            fingerprint: document.fingerprint,
            source: document.source ?? "",
            reason: document.reason ?? "",
            author: document.author ?? "",
            created: document.created ?? UnixTime(milliseconds: 0),
            expires: document.expires,
            state: document.state ?? .live,
            note: document.note ?? ""
        )
    }

    /// 1–128 bytes without control characters.
    package static func isValid(id: String) -> Bool {
        (1...128).contains(id.utf8.count) && id.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
    }
}
