/// What an upload gateway asks about: one listing before it goes live.
public struct Listing: Sendable, Equatable {
    /// Idempotency key, 1–64 of `[A-Za-z0-9_-]`.
    public var requestID: String
    public var listingID: String
    public var title: String
    public var description: String
    /// BCP 47 tag such as `en` or `pt-BR`; empty when unknown.
    public var language: String
    public var category: String
    /// ISO 3166 region such as `US` or `DE-BY`; empty when unknown.
    public var region: String
    public var price: Price?
    public var sellerID: String
    public var photos: [Photo]
    /// Decide, and record nothing.
    public var isDryRun: Bool

    public init(
        requestID: String,
        listingID: String = "",
        title: String = "",
        description: String = "",
        language: String = "",
        category: String = "",
        region: String = "",
        price: Price? = nil,
        sellerID: String = "",
        photos: [Photo] = [],
        isDryRun: Bool = false
    ) {
        self.requestID = requestID
        self.listingID = listingID
        self.title = title
        self.description = description
        self.language = language
        self.category = category
        self.region = region
        self.price = price
        self.sellerID = sellerID
        self.photos = photos
        self.isDryRun = isDryRun
    }

    public var hasText: Bool { title.contains { !$0.isWhitespace } || description.contains { !$0.isWhitespace } }
}

/// An amount of money in millionths of the currency's unit, so that no price is ever a binary fraction.
public struct Price: Sendable, Equatable, Codable {
    public var amountMicros: Int64
    /// ISO 4217 code such as `USD`.
    public var currency: String

    public init(amountMicros: Int64, currency: String) {
        self.amountMicros = amountMicros
        self.currency = currency
    }
}

/// One uploaded photo: the encoded bytes exactly as they came. A slice, so that it can share the request's storage.
public struct Photo: Sendable, Equatable {
    public var content: ArraySlice<UInt8>

    public init(content: ArraySlice<UInt8>) { self.content = content }
}

/// A part of a listing in which text may match.
public enum ListingField: String, Sendable, Codable, CaseIterable {
    case title
    case description
}
