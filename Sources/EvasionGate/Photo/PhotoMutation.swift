import MediaInput

/// One way in which a seller changes a photo before it is uploaded again.
package struct PhotoMutation: Sendable {
    package let name: String
    /// What the share of photos still found has to reach.
    let target: EvasionReport.Target
    /// Of the JPEG that is made of the changed picture.
    let quality: Int32
    let change: @Sendable (Picture, inout MutationRandom) -> Picture

    init(
        _ name: String,
        target: EvasionReport.Target = .none,
        quality: Int32 = 85,
        _ change: @escaping @Sendable (Picture, inout MutationRandom) -> Picture = { picture, _ in picture }
    ) {
        self.name = name
        self.target = target
        self.quality = quality
        self.change = change
    }

    /// The changed photo as a file; the same for the same `seed` and `sample`. `nil` where the change leaves no picture.
    package func file(of picture: Picture, seed: UInt64, sample: String) throws(PhotoError) -> [UInt8]? {
        var random = MutationRandom(seed: seed, sample: "\(sample) \(name)")
        guard let bitmap = change(picture, &random).bitmap else { return nil }
        return try JPEGEncoder().encode(bitmap, quality: quality)
    }
}
