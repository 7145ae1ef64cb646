internal import Foundation
internal import ModerationCore

/// A listing's text and context as they were uploaded, in a case's `listing` column.
struct FrozenListing: Codable {
    var listingID: String
    var title: String
    var description: String
    var language: String
    var category: String
    var region: String
    var price: Price?
    var sellerID: String

    init(_ listing: Listing) {
        listingID = listing.listingID
        title = listing.title
        description = listing.description
        language = listing.language
        category = listing.category
        region = listing.region
        price = listing.price
        sellerID = listing.sellerID
    }
}

/// One photo in a `photos` column.
struct FrozenPhoto: Codable {
    var digest: String
    var fingerprint: String
    /// `whole`, `reduced` or `missing`; absent in an audit event.
    var kept: String?
}

/// JSON as the store writes it. A number that is not finite is spelt out, so that it can never cost a record.
enum StoreJSON {
    static func encode(_ value: some Encodable) throws(StoreFailure) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf",
            negativeInfinity: "-inf",
            nan: "nan"
        )
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw StoreFailure("cannot encode \(type(of: value)): \(error)")
        }
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws(StoreFailure) -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf",
            negativeInfinity: "-inf",
            nan: "nan"
        )
        do {
            return try decoder.decode(type, from: Data(text.utf8))
        } catch {
            throw StoreFailure("cannot decode a stored \(type): \(error)")
        }
    }
}
