import MediaInput
import ModerationCore

/// SHA-256 of a request's content and of each of its photos.
struct ListingDigests: Sendable, Equatable {
    /// Over everything in the request but its id and deadline.
    let content: String
    /// By photo index.
    let photos: [String]

    /// Throws only when the digest library fails.
    init(of listing: Listing) throws(PhotoError) {
        var photos: [String] = []
        for photo in listing.photos { photos.append(try ContentDigest.sha256(of: photo.content)) }
        self.photos = photos
        content = try ContentDigest.sha256(of: Self.canonical(listing, photoDigests: photos)[...])
    }

    /// Every field with its length before it, so that no two contents have one form.
    private static func canonical(_ listing: Listing, photoDigests: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        func append(_ text: String) {
            withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: text.utf8)
        }
        append("holster-content-1")
        for text in [listing.listingID, listing.title, listing.description, listing.language, listing.category, listing.region] {
            append(text)
        }
        append(listing.price.map { "\($0.amountMicros) \($0.currency)" } ?? "")
        append(listing.sellerID)
        append(listing.isDryRun ? "dry" : "")
        for digest in photoDigests { append(digest) }
        return bytes
    }
}
