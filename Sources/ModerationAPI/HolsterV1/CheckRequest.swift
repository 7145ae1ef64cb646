public import ProtobufWire

extension HolsterV1 {
    /// One listing before it goes live. At most 32 MiB in all.
    public struct CheckRequest: ProtobufMessage {
        public static let protobufName = "holster.v1.CheckRequest"

        /// Idempotency key, required: 1 to 64 of [A-Za-z0-9_-]. The same key with the same content gives the same verdict for 24
        /// hours.
        public var requestID = ""
        /// The marketplace's own name for the listing; up to 128 characters. Not interpreted.
        public var listingID = ""
        /// Plain text, up to 500 characters.
        public var title = ""
        /// Plain text, up to 20,000 characters.
        public var description = ""
        /// BCP 47 tag such as "en" or "pt-BR"; empty when unknown.
        public var language = ""
        /// The marketplace's category, such as "sports/outdoor"; up to 128 characters. Thresholds may differ by category.
        public var category = ""
        /// ISO 3166 country or subdivision, such as "US" or "DE-BY"; empty when unknown.
        public var region = ""
        /// Leave unset when there is no price.
        public var price: Price?
        /// The seller's account; up to 128 characters. Its history is looked up under this name.
        public var sellerID = ""
        /// Up to 12, in the order in which buyers see them. Indices in the verdict count from 0 in this order.
        public var photos: [Photo] = []
        /// Decide and record nothing: no audit event, no case, no idempotency.
        public var dryRun = false

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, requestID)
            writer.string(2, listingID)
            writer.string(3, title)
            writer.string(4, description)
            writer.string(5, language)
            writer.string(6, category)
            writer.string(7, region)
            writer.message(8, price)
            writer.string(9, sellerID)
            writer.messages(10, photos)
            writer.bool(11, dryRun)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: requestID = try reader.string() ?? requestID
            case 2: listingID = try reader.string() ?? listingID
            case 3: title = try reader.string() ?? title
            case 4: description = try reader.string() ?? description
            case 5: language = try reader.string() ?? language
            case 6: category = try reader.string() ?? category
            case 7: region = try reader.string() ?? region
            case 8: try reader.message(into: &price)
            case 9: sellerID = try reader.string() ?? sellerID
            case 10: try reader.messages(into: &photos)
            case 11: dryRun = try reader.bool() ?? dryRun
            default: try reader.skip()
            }
        }
    }
}
