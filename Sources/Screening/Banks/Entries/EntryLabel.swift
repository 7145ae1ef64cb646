import ModerationCore

/// An entry's state, end and how its texts are kept, in one word: the low 16 bits are flags, above them the expiry in milliseconds since 1970, 0
/// for never, up to the year 10,889.
struct EntryLabel: Equatable {
    var state: BankEntry.State
    var expires: UnixTime?
    /// The stored id is what comes before the fingerprint's lower-case digits, as ids are by default.
    var endsInFingerprint = false
    /// Other entries refer to the same stored reason.
    var sharesReason = false

    private static let states: [BankEntry.State] = [.live, .shadow, .quarantined]

    init(state: BankEntry.State, expires: UnixTime?) {
        self.state = state
        self.expires = expires.map { UnixTime(milliseconds: min(max($0.milliseconds, 1), 1 << 48 - 1)) }
    }

    init(packed: UInt64) {
        let index = Int(packed & 3)
        state = index < Self.states.count ? Self.states[index] : .quarantined
        endsInFingerprint = packed & 4 != 0
        sharesReason = packed & 8 != 0
        expires = packed >> 16 == 0 ? nil : UnixTime(milliseconds: Int64(packed >> 16))
    }

    var packed: UInt64 {
        let code: UInt64 =
            switch state {
            case .live: 0
            case .shadow: 1
            case .quarantined: 2
            }
        let flags = code | (endsInFingerprint ? 4 : 0) | (sharesReason ? 8 : 0)
        return UInt64(expires?.milliseconds ?? 0) << 16 | flags
    }

    func isExpired(at now: UnixTime) -> Bool { expires.map { $0 <= now } ?? false }
}
