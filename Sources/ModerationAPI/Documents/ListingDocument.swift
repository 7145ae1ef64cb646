public import Foundation

/// A listing as `holster check FILE.json` reads it: the request's fields by their proto names, photos as paths relative to the file.
public struct ListingDocument: Decodable, Sendable {
    public struct PriceDocument: Decodable, Sendable {
        /// A decimal number as text, such as `"12.50"`.
        public let amount: String
        public let currency: String

        public init(amount: String, currency: String) {
            self.amount = amount
            self.currency = currency
        }
    }

    public var request_id: String?
    public var listing_id: String?
    public var title: String?
    public var description: String?
    public var language: String?
    public var category: String?
    public var region: String?
    public var price: PriceDocument?
    public var seller_id: String?
    public var photos: [String]?
    public var dry_run: Bool?

    private static let maxByteCount = 1 << 20

    public init() {}

    public init(contentsOf url: URL) throws {
        let data: Data
        do { data = try Data(contentsOf: url) } catch { throw ListingDocumentError("cannot read '\(url.path)'") }
        guard data.count <= Self.maxByteCount else {
            throw ListingDocumentError("\(url.path): \(data.count) bytes, the limit is \(Self.maxByteCount)")
        }
        do {
            self = try JSONDecoder().decode(Self.self, from: data)
        } catch let error as DecodingError {
            throw ListingDocumentError("\(url.path): \(Self.explain(error))")
        }
    }

    /// The request, with the photos' bytes read from `folder`.
    public func request(photosFrom folder: URL) throws -> HolsterV1.CheckRequest {
        try request { path in
            let url = Self.photo(path, in: folder)
            guard let data = try? Data(contentsOf: url) else { throw ListingDocumentError("cannot read photo '\(url.path)'") }
            return [UInt8](data)[...]
        }
    }

    /// A photo's file: beside the listing's, in `folder`, unless its path is a whole one.
    public static func photo(_ path: String, in folder: URL) -> URL {
        path.hasPrefix("/") ? URL(filePath: path) : folder.appending(path: path).standardizedFileURL
    }

    /// The request, with the photos' bytes as `read` gives them for their paths.
    public func request(reading read: (String) throws -> ArraySlice<UInt8>) throws -> HolsterV1.CheckRequest {
        var request = HolsterV1.CheckRequest()
        request.requestID = request_id ?? UUID().uuidString
        request.listingID = listing_id ?? ""
        request.title = title ?? ""
        request.description = description ?? ""
        request.language = language ?? ""
        request.category = category ?? ""
        request.region = region ?? ""
        request.sellerID = seller_id ?? ""
        request.dryRun = dry_run ?? false
        if let price {
            guard let micros = Self.micros(price.amount) else {
                throw ListingDocumentError("price.amount: '\(price.amount)' is not a decimal number with at most six places")
            }
            request.price = HolsterV1.Price(amountMicros: micros, currency: price.currency)
        }
        request.photos = try (photos ?? []).map { HolsterV1.Photo(source: .content(try read($0))) }
        return request
    }

    /// `"12.5"` → 12,500,000; `nil` for anything that is not a plain non-negative decimal within `Int64`.
    public static func micros(_ text: String) -> Int64? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, whole.allSatisfy(\.isASCII), whole.allSatisfy(\.isNumber) else {
            return nil
        }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.count <= 6, fraction.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int64(String(whole) + fraction + String(repeating: "0", count: 6 - fraction.count))
    }

    private static func explain(_ error: DecodingError) -> String {
        switch error {
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' must be \(type)"
        case .keyNotFound(let key, let context):
            "'\((context.codingPath + [key]).map(\.stringValue).joined(separator: "."))' is missing"
        case .dataCorrupted(let context): "not valid JSON: \(context.debugDescription)"
        @unknown default: "\(error)"
        }
    }
}
