/// Which photos of a corpus show the same picture, so that a match between them is no false one.
struct RelatedPhotos: Sendable {
    /// Pairs of one picture in other files than each other's copies, found among the matches and looked at one by one: the same still or the same
    /// poster, in another file or size.
    private static let known: [(String, String)] = [
        ("firearms/111.jpg", "firearms/318.jpg"), ("firearms/127.jpg", "firearms/299.jpg"),
        ("firearms/128.jpg", "firearms/255.jpg"),
        ("firearms/17.jpg", "firearms/252.jpg"), ("firearms/17.jpg", "firearms/65.jpg"), ("firearms/252.jpg", "firearms/65.jpg"),
        ("firearms/19.jpg", "firearms/24.jpg"), ("firearms/208.jpg", "firearms/270.jpg"),
        ("firearms/211.jpg", "firearms/313.jpg"),
        ("firearms/220.jpg", "firearms/305.jpg"), ("firearms/224.jpg", "firearms/262.jpg"),
        ("firearms/225.jpg", "firearms/300.jpg"),
        ("firearms/227.jpg", "firearms/275.jpg"), ("firearms/239.jpg", "firearms/261.jpg"),
        ("firearms/264.jpg", "firearms/35.jpg"),
        ("firearms/30.jpg", "firearms/301.jpg"), ("firearms/306.jpg", "firearms/71.jpg"), ("firearms/31.jpg", "firearms/317.jpg"),
        ("firearms/325.jpg", "firearms/47.jpg"), ("firearms/40.jpg", "firearms/60.jpg"),
        // The demo's own: a photo uploaded again, smaller.
        ("known-bad.jpg", "known-bad-reupload.jpg"),
    ]

    private let groups: [String: Int]

    /// Related are equal files, photos of one name in the folders that hold the same photos in two sizes, and the known pairs.
    init(_ photos: [PhotoCorpus.Photo]) {
        var groups: [String: Int] = [:]
        func join(_ left: String, _ right: String) {
            guard let from = groups[left], let to = groups[right], from != to else { return }
            for (name, group) in groups where group == from { groups[name] = to }
        }
        for (index, photo) in photos.enumerated() { groups[photo.name] = index }
        for keys in [photos.map(\.digest), photos.map { Self.stem($0.name) }] {
            var first: [String: String] = [:]
            for (photo, key) in zip(photos, keys) where !key.isEmpty {
                if let other = first[key] { join(photo.name, other) } else { first[key] = photo.name }
            }
        }
        for (left, right) in Self.known { join(left, right) }
        self.groups = groups
    }

    func areRelated(_ left: String, _ right: String) -> Bool { groups[left] == groups[right] }

    /// Pairs of two photos that are related.
    var pairCount: Int {
        Dictionary(grouping: groups.values, by: \.self).values.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
    }

    /// The name of a photo that is there in two sizes, without folder and ending; empty for others.
    private static func stem(_ name: String) -> String {
        let parts = name.split(separator: "/")
        guard parts.count == 2, ["general-256", "original"].contains(parts[0]) else { return "" }
        return parts[1].split(separator: ".").first.map(String.init) ?? ""
    }
}
