import ModerationCore

/// Refuses what cannot be checked, naming the field and the limit.
package struct RequestValidator: Sendable {
    private let limits: RequestLimits

    package init(limits: RequestLimits) { self.limits = limits }

    /// Throws ``ModerationError/Code/invalidRequest`` for what is missing or malformed, ``ModerationError/Code/limitExceeded`` for what
    /// is too large.
    package func validate(_ listing: Listing) throws(ModerationError) {
        try checkRequestID(listing.requestID)
        try checkByteCount(listing.listingID, "listing_id", limits.listingIDByteCount)
        try checkByteCount(listing.sellerID, "seller_id", limits.sellerIDByteCount)
        try checkByteCount(listing.category, "category", limits.categoryByteCount)
        try checkByteCount(listing.language, "language", limits.languageByteCount)
        try checkByteCount(listing.region, "region", limits.regionByteCount)
        try checkCharacterCount(listing.title, "title", limits.titleCharacterCount)
        try checkCharacterCount(listing.description, "description", limits.descriptionCharacterCount)
        if let price = listing.price { try check(price) }
        try checkPhotos(listing.photos)
        if listing.photos.isEmpty, !listing.hasText {
            throw invalid("title, description and photos: at least one must be given")
        }
    }

    private func checkRequestID(_ requestID: String) throws(ModerationError) {
        // The count first: a name of megabytes is not read to its end.
        let allowed =
            (1...64).contains(requestID.utf8.count)
            && requestID.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        guard allowed else {
            throw invalid("request_id: must be 1 to 64 characters of A-Z, a-z, 0-9, '_' and '-'")
        }
    }

    private func check(_ price: Price) throws(ModerationError) {
        guard price.amountMicros >= 0 else { throw invalid("price.amount_micros: must not be negative") }
        let letters = price.currency.utf8
        guard letters.count == 3, letters.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else {
            throw invalid("price.currency: must be an ISO 4217 code of three capital letters")
        }
    }

    private func checkPhotos(_ photos: [Photo]) throws(ModerationError) {
        guard photos.count <= limits.photoCount else {
            throw tooLarge("photos: \(photos.count) photos; the limit is \(limits.photoCount)")
        }
        var total = 0
        for (index, photo) in photos.enumerated() {
            guard photo.content.count <= limits.photoByteCount else {
                throw tooLarge("photos[\(index)]: \(photo.content.count) bytes; the limit is \(limits.photoByteCount)")
            }
            total += photo.content.count
        }
        guard total <= limits.totalPhotoByteCount else {
            throw tooLarge("photos: \(total) bytes in all; the limit is \(limits.totalPhotoByteCount)")
        }
    }

    private func checkByteCount(_ text: String, _ field: String, _ limit: Int) throws(ModerationError) {
        let count = text.utf8.count
        guard count <= limit else { throw tooLarge("\(field): \(count) bytes; the limit is \(limit)") }
    }

    private func checkCharacterCount(_ text: String, _ field: String, _ limit: Int) throws(ModerationError) {
        // A scalar has at most four bytes: the long way round is only for texts near the limit.
        guard text.utf8.count > limit else { return }
        let count = text.unicodeScalars.count
        guard count <= limit else { throw tooLarge("\(field): \(count) characters; the limit is \(limit)") }
    }

    private func invalid(_ message: String) -> ModerationError {
        ModerationError(.invalidRequest, message, source: .caller, isRetryable: false)
    }

    private func tooLarge(_ message: String) -> ModerationError {
        ModerationError(.limitExceeded, message, source: .caller, isRetryable: false)
    }
}
