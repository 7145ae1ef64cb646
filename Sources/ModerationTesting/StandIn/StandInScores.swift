/// Class probabilities that follow a stated mixture and depend on nothing but the request: one listing in a thousand a firearm for certain,
/// one in a hundred doubtful, the rest harmless.
enum StandInScores {
    static func probabilities(_ row: ContractAnswers.FusionRow) -> [Float] {
        switch share(row) {
        case ..<0.001: ContractAnswers.firearm(0.97)
        case ..<0.011: ContractAnswers.firearm(0.55)
        default: ContractAnswers.firearm(0.01)
        }
    }

    /// From 0 to 1, even: the finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
    private static func share(_ row: ContractAnswers.FusionRow) -> Double {
        var bits = UInt64(row.photo.bitPattern) << 32 | UInt64(row.text.bitPattern)
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return Double((bits ^ bits >> 31) >> 11) / Double(1 << 53)
    }
}
