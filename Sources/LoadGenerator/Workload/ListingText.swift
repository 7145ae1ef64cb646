internal import EvasionGate

/// Titles and descriptions of listings that nobody offers: words of a language in the order of chance, enough for tokenizers and rules to have
/// their usual work.
package enum ListingText {
    private struct Words: Sendable {
        let adjectives: [String]
        let things: [String]
        let phrases: [String]
    }

    package static var languages: Set<String> { Set(words.keys) }

    /// A thing, and one to three words for it.
    static func title(_ language: String, _ random: inout MutationRandom) -> String {
        let words = words[language] ?? english
        let parts = [pick(words.adjectives, &random), pick(words.things, &random)]
        let more = (0..<Int.random(in: 0...2, using: &random)).map { _ in pick(words.adjectives, &random) }
        let title = (parts + more).joined(separator: " ")
        return title.prefix(1).uppercased() + title.dropFirst()
    }

    /// Two to ten sentences.
    static func description(_ language: String, _ random: inout MutationRandom) -> String {
        let words = words[language] ?? english
        return (0..<Int.random(in: 2...10, using: &random)).map { _ in
            "\(pick(words.phrases, &random)): \(pick(words.adjectives, &random)) \(pick(words.things, &random))."
        }.joined(separator: " ")
    }

    /// An offer that people read and filters should not: one of a few names, written in one of the gate's ways.
    static func obfuscatedTitle(_ random: inout MutationRandom) -> String {
        let offer = pick(["Glock", "Kalashnikov", "Dragunov", "Beretta"], &random)
        let mutation = TextMutation.allCases.randomElement(using: &random) ?? .leet
        return "\(mutation.apply(to: offer, with: &random) ?? offer), like new, box and papers"
    }

    private static func pick(_ words: [String], _ random: inout MutationRandom) -> String {
        words.randomElement(using: &random) ?? ""
    }

    private static let english = Words(
        adjectives: [
            "old", "new", "wooden", "blue", "small", "vintage", "leather", "handmade", "heavy", "soft", "unused", "rare",
            "bright", "steel",
        ],
        things: [
            "chair", "bicycle", "lamp", "camera lens", "table", "coat", "drill", "vase", "violin", "tent", "clock", "guitar",
            "rug", "toy train",
        ],
        phrases: [
            "In good condition", "From a smoke-free home", "Collection only", "Bought two years ago", "Includes",
            "A few scratches on the",
        ]
    )
    private static let words: [String: Words] = [
        "en": english,
        "es": Words(
            adjectives: [
                "viejo", "nuevo", "de madera", "azul", "pequeño", "antiguo", "de cuero", "hecho a mano", "ligero", "raro",
            ],
            things: ["sillón", "bicicleta", "lámpara", "mesa", "abrigo", "taladro", "jarrón", "violín", "reloj", "alfombra"],
            phrases: ["En buen estado", "Solo recogida en mano", "Comprado hace dos años", "Incluye", "Unos arañazos en"]
        ),
        "de": Words(
            adjectives: ["alt", "neu", "aus Holz", "blau", "klein", "antik", "aus Leder", "handgemacht", "leicht", "selten"],
            things: ["Stuhl", "Fahrrad", "Lampe", "Tisch", "Mantel", "Bohrmaschine", "Vase", "Geige", "Uhr", "Teppich"],
            phrases: ["In gutem Zustand", "Nur Abholung", "Vor zwei Jahren gekauft", "Dazu gibt es", "Ein paar Kratzer an"]
        ),
        "fr": Words(
            adjectives: ["ancien", "neuf", "en bois", "bleu", "petit", "en cuir", "fait main", "léger", "rare", "doux"],
            things: ["fauteuil", "vélo", "lampe", "table", "manteau", "perceuse", "vase", "violon", "horloge", "tapis"],
            phrases: ["En bon état", "Retrait uniquement", "Acheté il y a deux ans", "Comprend", "Quelques rayures sur"]
        ),
        "ru": Words(
            adjectives: [
                "старый", "новый", "деревянный", "синий", "маленький", "кожаный", "редкий", "лёгкий", "мягкий", "яркий",
            ],
            things: ["стул", "велосипед", "лампа", "стол", "пальто", "дрель", "ваза", "скрипка", "часы", "ковёр"],
            phrases: ["В хорошем состоянии", "Только самовывоз", "Куплено два года назад", "В наборе", "Пара царапин"]
        ),
        "zh": Words(
            adjectives: ["旧", "全新", "木制", "蓝色", "小", "复古", "皮质", "手工", "轻便", "少见"],
            things: ["椅子", "自行车", "台灯", "桌子", "大衣", "电钻", "花瓶", "小提琴", "钟", "地毯"],
            phrases: ["状态良好", "仅限自提", "两年前购买", "包括", "有几处划痕"]
        ),
    ]
}
