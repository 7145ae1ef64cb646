import ModerationAPI
import ModerationCore
import Screening
import TextInput

/// What the rules in use say of a text, and how the normaliser reads it.
package struct TextExplanation: Sendable {
    private let normaliser: TextNormaliser
    private let rules: @Sendable () -> RuleSet
    private let titleCharacterCount: Int
    private let descriptionCharacterCount: Int

    package init(
        normaliser: TextNormaliser,
        titleCharacterCount: Int,
        descriptionCharacterCount: Int,
        rules: @escaping @Sendable () -> RuleSet
    ) {
        self.normaliser = normaliser
        self.titleCharacterCount = titleCharacterCount
        self.descriptionCharacterCount = descriptionCharacterCount
        self.rules = rules
    }

    func explain(_ request: HolsterV1.ExplainTextRequest) throws(CurationFailure) -> HolsterV1.ExplainTextResponse {
        try Self.check(request.title, "title", titleCharacterCount)
        try Self.check(request.description, "description", descriptionCharacterCount)
        guard !request.title.isEmpty || !request.description.isEmpty else {
            throw CurationFailure(.invalid, "title, description: one of them at least")
        }
        let texts = [
            normaliser.normalise(request.title, field: .title),
            normaliser.normalise(request.description, field: .description),
        ]
        let rules = rules()
        var response = HolsterV1.ExplainTextResponse()
        response.rules = rules.version
        response.matches = rules.matches(
            in: texts,
            scope: RuleScope(category: request.category, region: request.region),
            now: TimeSource.system.wallNow()
        ).map(HolsterV1.RuleMatch.init)
        for text in texts where !text.original.isEmpty {
            for view in text.views {
                var reading = HolsterV1.TextReading()
                reading.field = text.field.rawValue
                reading.view = view.name
                reading.text = String(decoding: view.utf8, as: UTF8.self)
                response.readings.append(reading)
            }
        }
        return response
    }

    private static func check(_ text: String, _ field: String, _ limit: Int) throws(CurationFailure) {
        let count = text.utf8.count > limit ? text.unicodeScalars.count : 0
        guard count <= limit else { throw CurationFailure(.limit, "\(field): \(count) characters; the limit is \(limit)") }
    }
}
