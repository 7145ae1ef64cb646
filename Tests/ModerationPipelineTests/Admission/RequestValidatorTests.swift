import ModerationCore
import ModerationPipeline
import ModerationTesting
import Testing

@Suite struct RequestValidatorTests {
    private func error(_ limits: RequestLimits = RequestLimits(), _ change: (inout Listing) -> Void) -> ModerationError? {
        var listing = Listing.fixture(photos: [.innocent])
        change(&listing)
        do throws(ModerationError) {
            try RequestValidator(limits: limits).validate(listing)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["a", "A-z_0", String(repeating: "x", count: 64)])
    func validate_goodRequestIDs_pass(requestID: String) {
        #expect(error { $0.requestID = requestID } == nil)
    }

    @Test(arguments: ["", String(repeating: "x", count: 65), "a b", "ä", "a/b", "a\u{0}", "a.b", "１"])
    func validate_badRequestIDs_areInvalid(requestID: String) {
        let error = error { $0.requestID = requestID }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.hasPrefix("request_id: ") == true)
    }

    @Test func validate_charactersAreUnicodeScalars() {
        #expect(error { $0.title = String(repeating: "😀", count: 500) } == nil)
        #expect(error { $0.title = String(repeating: "😀", count: 501) }?.message == "title: 501 characters; the limit is 500")
        #expect(error { $0.description = String(repeating: "ä", count: 20_000) } == nil)
        let tooLong = error { $0.description = String(repeating: "ä", count: 20_001) }
        #expect(tooLong?.code == .limitExceeded && tooLong?.message == "description: 20001 characters; the limit is 20000")
        // One grapheme of 501 scalars is 501 characters, not one.
        #expect(error { $0.title = "e" + String(repeating: "\u{301}", count: 500) }?.code == .limitExceeded)
    }

    @Test func validate_theOtherTexts_haveLimits() {
        let long = String(repeating: "x", count: 401)
        #expect(error { $0.listingID = long }?.message.hasPrefix("listing_id: ") == true)
        #expect(error { $0.sellerID = long }?.message.hasPrefix("seller_id: ") == true)
        #expect(error { $0.category = long }?.message == "category: 401 bytes; the limit is 400")
        #expect(error { $0.language = long }?.message.hasPrefix("language: ") == true)
        #expect(error { $0.region = long }?.code == .limitExceeded)
    }

    @Test func validate_prices() {
        #expect(error { $0.price = nil } == nil)
        #expect(error { $0.price = Price(amountMicros: 0, currency: "EUR") } == nil)
        #expect(error { $0.price = Price(amountMicros: -1, currency: "EUR") }?.message.hasPrefix("price.amount_micros") == true)
        for currency in ["", "eur", "EURO", "E1R", "€€€"] {
            let error = error { $0.price = Price(amountMicros: 1, currency: currency) }
            #expect(error?.code == .invalidRequest && error?.message.hasPrefix("price.currency") == true)
        }
    }

    @Test func validate_photos_countAndBytes() {
        var limits = RequestLimits()
        limits.photoCount = 2
        limits.photoByteCount = 10
        limits.totalPhotoByteCount = 15
        func photos(_ sizes: Int...) -> ModerationError? {
            error(limits) { $0.photos = sizes.map { Photo(content: [UInt8](repeating: 0, count: $0)[...]) } }
        }
        #expect(photos(10, 5) == nil)
        #expect(photos(1, 1, 1)?.message == "photos: 3 photos; the limit is 2")
        #expect(photos(1, 11)?.message == "photos[1]: 11 bytes; the limit is 10")
        #expect(photos(8, 8)?.message == "photos: 16 bytes in all; the limit is 15")
        #expect(photos(8, 8)?.code == .limitExceeded)
    }

    @Test func validate_nothingToDecideOn_isInvalid() {
        let error = error {
            $0.title = " \t"
            $0.description = ""
            $0.photos = []
        }
        #expect(error?.code == .invalidRequest)
        #expect(self.error { $0.title = "" } == nil, "a photo is enough")
    }
}
