/// Innocent titles that share words, or parts of words, with prohibited ones.
public enum BenignPhrases {
    /// Reads `config/evasion/benign.txt`: a phrase a line; empty lines and those that begin with `#` are left out.
    public static func list(text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.hasPrefix("#") && !$0.allSatisfy(\.isWhitespace) }
    }
}
