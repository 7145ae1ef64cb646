import ModerationCore

/// Everything of a listing that the models look at.
public struct ScoringInput: Sendable, Equatable {
    /// Travels as the inference request's id, to find one check in Triton's log.
    public var requestID: String
    public var title: String
    public var description: String
    public var photos: [ScoringPhoto]
    public var price: Price?
    public var category: String
    public var region: String
    public var seller: SellerFeatures

    public init(
        requestID: String = "",
        title: String = "",
        description: String = "",
        photos: [ScoringPhoto] = [],
        price: Price? = nil,
        category: String = "",
        region: String = "",
        seller: SellerFeatures = .unknown
    ) {
        self.requestID = requestID
        self.title = title
        self.description = description
        self.photos = photos
        self.price = price
        self.category = category
        self.region = region
        self.seller = seller
    }

    public init(listing: Listing, photos: [ScoringPhoto], seller: SellerFeatures) {
        self.init(
            requestID: listing.requestID,
            title: listing.title,
            description: listing.description,
            photos: photos,
            price: listing.price,
            category: listing.category,
            region: listing.region,
            seller: seller
        )
    }

    public var hasText: Bool { title.contains { !$0.isWhitespace } || description.contains { !$0.isWhitespace } }
}
