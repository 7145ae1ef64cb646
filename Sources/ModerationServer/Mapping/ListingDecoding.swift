import GRPCTransport
import ModerationAPI
import ModerationCore

extension Listing {
    /// The listing that a request carries. Photos share the request's storage. Limits are the pipeline's to check; what is refused
    /// here has no place in a ``Listing``: a photo by URL (kept for later), a photo without a source.
    package init(_ request: HolsterV1.CheckRequest) throws(ModerationError) {
        var photos: [Photo] = []
        photos.reserveCapacity(min(request.photos.count, 64))
        for (index, photo) in request.photos.enumerated() {
            switch photo.source {
            case .content(let bytes): photos.append(Photo(content: bytes))
            case .url:
                throw ModerationError(
                    .invalidRequest,
                    "photos[\(index)].url: photos by URL are not supported; send content",
                    source: .caller,
                    isRetryable: false
                )
            case nil:
                throw ModerationError(
                    .invalidRequest,
                    "photos[\(index)]: has neither content nor url",
                    source: .caller,
                    isRetryable: false
                )
            }
        }
        self.init(
            requestID: request.requestID,
            listingID: request.listingID,
            title: request.title,
            description: request.description,
            language: request.language,
            category: request.category,
            region: request.region,
            price: request.price.map { Price(amountMicros: $0.amountMicros, currency: $0.currency) },
            sellerID: request.sellerID,
            photos: photos,
            isDryRun: request.dryRun
        )
    }
}
