internal import Yams

extension WorkloadFile {
    /// Unknown keys are errors, and every error names the field and the limit.
    package init(yaml text: String) throws(Problem) {
        let node: Node?
        do { node = try Yams.compose(yaml: text) } catch { throw Problem("\(error)") }
        let known = [
            "version", "seed", "photos", "known_bad", "duplicate_rate", "obfuscated_rate", "languages", "categories", "regions",
            "kinds",
        ]
        let fields = try WorkloadFields(node, "", known)
        guard try fields.integer("version", in: 1...1) != nil else { throw Problem("version: required, 1") }
        if let seed = try fields.integer("seed", in: 0...Int.max) { self.seed = UInt64(seed) }
        if let photos = try fields.mapping("photos", ["from", "limit"]) {
            photoFolder = try photos.required("from")
            photoLimit = try photos.integer("limit", in: 1...100_000) ?? photoLimit
        }
        if let bad = try fields.mapping("known_bad", ["from", "rate"]) {
            knownBadFolder = try bad.required("from")
            knownBadRate = try bad.number("rate", in: 0...1) ?? 0.001
        }
        duplicateRate = try fields.number("duplicate_rate", in: 0...1) ?? 0
        obfuscatedRate = try fields.number("obfuscated_rate", in: 0...1) ?? 0
        languages = try fields.shares("languages") ?? languages
        for language in languages where !ListingText.languages.contains(language.name) {
            throw Problem("languages.\(language.name): none of \(ListingText.languages.sorted().joined(separator: ", "))")
        }
        categories = try fields.shares("categories") ?? categories
        regions = try fields.shares("regions") ?? regions
        kinds = try fields.list("kinds", ["weight", "photos", "width", "height", "quality"]).map(Self.kind)
        try check()
    }

    private static func kind(_ fields: WorkloadFields) throws(Problem) -> Kind {
        var kind = Kind()
        kind.weight = try fields.number("weight", in: 0...1_000_000) ?? 1
        kind.photoCounts = try fields.range("photos", in: 0...maximumPhotoCount) ?? 0...0
        let size = (try fields.integer("width", in: 16...8_192), try fields.integer("height", in: 16...8_192))
        switch size {
        case (let width?, let height?): kind.size = Size(width: width, height: height)
        case (nil, nil): break
        default: throw Problem("\(fields.path)width and height: both or neither")
        }
        kind.quality = try fields.integer("quality", in: 1...100) ?? 85
        return kind
    }

    private func check() throws(Problem) {
        guard !kinds.isEmpty else { throw Problem("kinds: one at least") }
        guard kinds.contains(where: { $0.weight > 0 }) else { throw Problem("kinds: one must have a weight above 0") }
        if kinds.contains(where: { $0.photoCounts.upperBound > 0 }), photoFolder == nil {
            throw Problem("photos.from: required, since there are kinds with photos")
        }
    }
}
