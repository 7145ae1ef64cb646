/// Words of one script in the letters of the other, by the schemes that people use.
enum Transliteration {
    /// Passport (ICAO 9303), scholarly (ISO 9, in ASCII), and as people type.
    private static let latin: [[Character: String]] = [
        scheme(
            "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ=ie ы=y ь= э=e ю=iu я=ia і=i ї=i є=ie ґ=g"
        ),
        scheme(
            "а=a б=b в=v г=g д=d е=e ё=ë ж=ž з=z и=i й=j к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=c ч=č ш=š щ=ŝ ъ= ы=y ь=' э=è ю=û я=â і=i ї=ï є=ê ґ=g"
        ),
        scheme(
            "а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=c ч=ch ш=sh щ=sch ъ= ы=i ь= э=e ю=yu я=ya і=i ї=yi є=ye ґ=g"
        ),
    ]

    private static let cyrillic: [[Character: String]] = [
        scheme("a=а b=б c=к d=д e=е f=ф g=г h=х i=и j=дж k=к l=л m=м n=н o=о p=п q=к r=р s=с t=т u=у v=в w=в x=кс y=и z=з"),
        scheme("a=а b=б c=ц d=д e=е f=ф g=г h=х i=и j=й k=к l=л m=м n=н o=о p=п q=к r=р s=с t=т u=у v=в w=в x=кс y=ы z=з"),
    ]
    /// What people write with one letter.
    private static let digraphs = [("sch", "ш"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("ck", "к"), ("ph", "ф"), ("ts", "ц")]

    static func apply(to word: String, with random: inout MutationRandom) -> String? {
        let lower = word.lowercased()
        if lower.unicodeScalars.contains(where: { (0x400...0x52F).contains($0.value) }) {
            guard let scheme = latin.randomElement(using: &random) else { return nil }
            return lower.map { scheme[$0] ?? String($0) }.joined()
        }
        guard lower.contains(where: { $0.isASCII && $0.isLetter }), let scheme = cyrillic.randomElement(using: &random) else {
            return nil
        }
        var text = String(lower.map(TextMutation.plain))
        if Bool.random(using: &random) {
            for (from, to) in digraphs {
                text = text.split(separator: from, omittingEmptySubsequences: false).joined(separator: to)
            }
        }
        return text.map { scheme[$0] ?? String($0) }.joined()
    }

    private static func scheme(_ pairs: String) -> [Character: String] {
        var scheme: [Character: String] = [:]
        for pair in pairs.split(separator: " ") {
            guard let letter = pair.first else { continue }
            scheme[letter] = String(pair.dropFirst(2))
        }
        return scheme
    }
}
