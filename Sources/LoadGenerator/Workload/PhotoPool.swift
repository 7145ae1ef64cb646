internal import EvasionGate
package import Foundation

/// Photos as they are sent, made before the first call leaves: decoding and encoding take longer than sending.
package struct PhotoPool: Sendable {
    package struct Problem: Error, CustomStringConvertible {
        package let description: String
    }

    /// Files by what they were made for.
    private let files: [Shape: [[UInt8]]]

    private struct Shape: Hashable {
        let size: WorkloadFile.Size?
        let quality: Int
    }

    private static let extensions: Set<String> = ["jpg", "jpeg", "png", "webp"]

    /// Reads up to `limit` photos below `folder`, or the one that it is, picked by the seed, and makes a file of each for each kind of listing. Takes seconds to minutes, on
    /// all processors: not for Swift's cooperative threads.
    package init(folder: URL, limit: Int, kinds: [WorkloadFile.Kind], seed: UInt64) throws(Problem) {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        var random = MutationRandom(seed: seed, sample: "photos")
        let files = paths.isEmpty ? [folder] : paths.map { folder.appending(path: $0) }
        let chosen = files.filter { Self.extensions.contains($0.pathExtension.lowercased()) }.sorted { $0.path < $1.path }
            .shuffled(using: &random).prefix(limit)
        guard !chosen.isEmpty else {
            throw Problem(description: "'\(folder.path)' neither is nor holds a JPEG, PNG or WebP file")
        }
        var made: [Shape: [[UInt8]]] = [:]
        for shape in Set(kinds.filter { $0.photoCounts.upperBound > 0 }.map { Shape(size: $0.size, quality: $0.quality) }) {
            let readable = Parallel.map(Array(chosen)) { Self.file($0, shape) }.compactMap(\.self)
            guard !readable.isEmpty else { throw Problem(description: "'\(folder.path)': no photo of it can be read") }
            made[shape] = readable
        }
        self.files = made
    }

    /// `nil` where no kind with photos has this shape.
    func pick(for kind: WorkloadFile.Kind, _ random: inout MutationRandom) -> [UInt8]? {
        files[Shape(size: kind.size, quality: kind.quality)]?.randomElement(using: &random)
    }

    private static func file(_ url: URL, _ shape: Shape) -> [UInt8]? {
        guard let content = FileManager.default.contents(atPath: url.path) else { return nil }
        guard let size = shape.size else { return [UInt8](content) }
        guard let photo = try? Picture(decoding: [UInt8](content)[...]) else { return nil }
        return try? photo.fitted(width: size.width, height: size.height).jpeg(quality: shape.quality)
    }
}
