import TestSupport

/// Listings as sellers write them, and as they write them to get past a filter: many scripts, emoji, accents, spaced and look-alike letters.
struct ListingSamples {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    static let phrases = [
        "Vintage oak dining table, seats 6", "iPhone 12 Pro Max 256GB – unlocked!", "Glock 19 Gen5 9mm pistol",
        "hot glue gun 60W + 30 sticks",
        "Zapatillas de niño, talla 38, ¡casi nuevas!", "pistola de aire comprimido", "Münzprüfer für Spielautomaten (gebraucht)",
        "Schreckschusspistole, Größe XL", "Pistolet à colle électrique", "Très bel état, à récupérer sur place",
        "Carregador de munição antigo",
        "Pistola giocattolo per bambini", "Zażółć gęślą jaźń — rower górski", "Продам велосипед, почти новый",
        "Пневматический пистолет МР-654К",
        "全新未拆封 任天堂 Switch 游戏机", "中古カメラ ニコン F3 美品です", "새 제품 아이폰 케이스 팝니다", "คอมพิวเตอร์มือสอง สภาพดี", "मोबाइल फोन बिक्री के लिए",
        "دراجة هوائية للبيع بحالة جيدة", "אופניים למכירה במצב מצוין", "Ποδήλατο σε άριστη κατάσταση Σίσυφος",
        "İstanbul'da satılık IŞIK ılık",
        "Đồng hồ cũ giá rẻ, Nguyễn Huệ", "👨‍👩‍👧‍👦 family tent 🏕️ 4️⃣ persons 🇩🇪", "🔫🔫 bb pistol 🎯 airsoft", "G.L.0.C.K 19", "g l o c k 1 7",
        "Ｇｌｏｃｋ　１９",
        "Gl\u{200B}ock\u{200D}19", "Gℓ○ck 𝟏𝟗 𝓹𝓲𝓼𝓽𝓸𝓵", "ɢʟᴏᴄᴋ", "Z̸̢̛a̷͝l̶̕g̵̀o̴͒ text", "100% — “quoted” ‘text’ …",
        "price: $1,299.99 / €1.199,00 / £900 / ¥5000",
        "e-mail: a.b@example.org; tel. +49-30-1234567", "C:\\path\\file_name[1].txt", "#hashtag @mention ~tilde^ `code`",
        "½ price ² ³ ™ ® ©",
        "ﬁne ﬂour ﬃ ﬆ", "Å ångström Å é e\u{301} ñ n\u{303}", "㌀㍿ ㎏ ㏂", "\u{FEFF}BOM\u{202E}override\u{202C}",
        "a\tb\nc\r\nd\u{A0}e\u{3000}f\u{2028}g",
    ]

    static let oddScalars: [ClosedRange<UInt32>] = [
        0x00...0x7F, 0x80...0x24F, 0x300...0x36F, 0x370...0x52F, 0x590...0x6FF, 0x900...0xDFF, 0xE00...0xFFF, 0x1100...0x11FF,
        0x1E00...0x22FF,
        0x2460...0x27BF, 0x2E00...0x33FF, 0x4E00...0x4FFF, 0xA640...0xABFF, 0xAC00...0xACFF, 0xF900...0xFFFD, 0x1D150...0x1D1FF,
        0x1D400...0x1D7FF,
        0x1F000...0x1FAFF, 0x20000...0x200FF, 0x2F800...0x2FA1F, 0xE0000...0xE01FF,
    ]

    mutating func scalar() -> Unicode.Scalar {
        let range = Self.oddScalars[Int.random(in: 0..<Self.oddScalars.count, using: &random)]
        return Unicode.Scalar(UInt32.random(in: range, using: &random)) ?? "?"
    }

    /// A text of `parts` phrases, words and odd scalars.
    mutating func text(parts: Int) -> String {
        var text = ""
        for _ in 0..<parts {
            let phrase = Self.phrases[Int.random(in: 0..<Self.phrases.count, using: &random)]
            switch Int.random(in: 0..<10, using: &random) {
            case 0: text.unicodeScalars.append(scalar())
            case 1: for _ in 0..<8 { text.unicodeScalars.append(scalar()) }
            case 2: text += obfuscated(phrase)
            case 3: text += phrase.uppercased()
            case 4: text += String(repeating: "ab", count: Int.random(in: 40..<60, using: &random))
            case 5: text += String(UInt64.random(in: 0..<1_000_000, using: &random))
            default: text += phrase
            }
            if Bool.random(using: &random) { text += " " }
        }
        return text
    }

    /// Separators, doubled letters or combining marks between the letters.
    mutating func obfuscated(_ phrase: String) -> String {
        let separators = [".", " ", "-", "_", "*", "\u{200B}", "\u{AD}", "\u{336}", "\u{FE0F}"]
        let separator = separators[Int.random(in: 0..<separators.count, using: &random)]
        return phrase.map { Bool.random(using: &random) ? String($0) + separator : String($0) }.joined()
    }

    mutating func listing() -> (title: String, description: String) {
        let titleParts = Int.random(in: 0...3, using: &random)
        let descriptionParts = Int.random(in: 0...12, using: &random)
        return (text(parts: titleParts), text(parts: descriptionParts))
    }

    /// Any bytes at all, repaired into a string.
    mutating func bytes(count: Int) -> String {
        String(decoding: (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }, as: UTF8.self)
    }
}
