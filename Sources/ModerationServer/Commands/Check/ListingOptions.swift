import ArgumentParser
import ModerationAPI

/// One listing by options, for a quick look.
struct ListingOptions: ParsableArguments {
    @Option(help: "Title.")
    var title: String?

    @Option(help: "Description.")
    var description: String?

    @Option(name: .customLong("photo"), help: ArgumentHelp("A photo; may be given several times.", valueName: "file"))
    var photos: [String] = []

    @Option(help: "Category, such as sports/outdoor.")
    var category: String?

    @Option(help: "Region, such as US or DE-BY.")
    var region: String?

    @Option(help: "Language, such as en.")
    var language: String?

    @Option(help: ArgumentHelp("Price, such as 12.50USD.", valueName: "amount"))
    var price: String?

    @Option(help: "Seller id.")
    var seller: String?

    @Option(name: .customLong("request-id"), help: "Idempotency key; a new one when left out.")
    var requestID: String?

    @Flag(help: "Decide and record nothing.")
    var dryRun = false

    var isEmpty: Bool { title == nil && description == nil && photos.isEmpty }

    func validate() throws {
        guard let price else { return }
        guard price.count > 3, ListingDocument.micros(String(price.dropLast(3))) != nil else {
            throw ValidationError("--price: '\(price)' is not an amount followed by a currency, such as 12.50USD")
        }
    }

    var document: ListingDocument {
        var document = ListingDocument()
        document.request_id = requestID
        document.title = title
        document.description = description
        document.photos = photos
        document.category = category
        document.region = region
        document.language = language
        document.price = price.map { .init(amount: String($0.dropLast(3)), currency: String($0.suffix(3))) }
        document.seller_id = seller
        document.dry_run = dryRun
        return document
    }
}
