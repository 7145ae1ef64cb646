/// What a bank's entries stand for.
public enum BankKind: String, Sendable, Codable, CaseIterable {
    case block
    case review
    /// Known innocent: wins over `block` and `review`.
    case allow
}

/// How a photo was turned or mirrored before its fingerprint matched: by 90° clockwise, 180°, or 270° clockwise; or first mirrored, left and
/// right exchanged, and then turned by as much.
public enum Orientation: String, Sendable, Codable, CaseIterable {
    case upright, rotated90, rotated180, rotated270, mirrored, mirroredRotated90, mirroredRotated180, mirroredRotated270
}

/// One bank entry within its bank's radius of a photo's fingerprint.
public struct FingerprintMatch: Sendable, Equatable, Codable {
    public var bank: String
    public var bankKind: BankKind
    public var entryID: String
    /// Hamming distance in bits.
    public var distance: Int
    public var orientation: Orientation
    /// Index into the listing's photos.
    public var photoIndex: Int
    public var reason: String
    /// Whether the match counts: only a live entry of a live bank does. The others are recorded, so that their effect can be judged.
    public var state: BankEntry.State

    public init(
        bank: String,
        bankKind: BankKind,
        entryID: String,
        distance: Int,
        orientation: Orientation,
        photoIndex: Int,
        reason: String,
        state: BankEntry.State = .live
    ) {
        self.bank = bank
        self.bankKind = bankKind
        self.entryID = entryID
        self.distance = distance
        self.orientation = orientation
        self.photoIndex = photoIndex
        self.reason = reason
        self.state = state
    }

    /// Records of earlier versions have no state: what they tell of was live.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        bank = try values.decode(String.self, forKey: .bank)
        bankKind = try values.decode(BankKind.self, forKey: .bankKind)
        entryID = try values.decode(String.self, forKey: .entryID)
        distance = try values.decode(Int.self, forKey: .distance)
        orientation = try values.decode(Orientation.self, forKey: .orientation)
        photoIndex = try values.decode(Int.self, forKey: .photoIndex)
        reason = try values.decode(String.self, forKey: .reason)
        state = try values.decodeIfPresent(BankEntry.State.self, forKey: .state) ?? .live
    }
}
