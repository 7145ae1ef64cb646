import Foundation
import MediaInput
import ModerationCore

/// The photos that a run is about, each with its fingerprints.
package struct PhotoCorpus: Sendable {
    package struct Photo: Sendable {
        /// Path within the folder.
        package let name: String
        let file: URL
        /// SHA-256 of the file.
        let digest: String
        /// By detector: of pHash, of PDQ.
        package let fingerprints: [PhotoFingerprint]

        package var isReliable: Bool { fingerprints.allSatisfy(\.isReliable) }
    }

    /// By name.
    package let photos: [Photo]
    /// Files with a photo's name that could not be read, with the reason.
    package let unreadable: [String]

    /// Reads every JPEG, PNG and WebP file below `folder`, or below those of its `subfolders` that are there.
    package init(folder: URL, subfolders: [String] = []) {
        let roots = subfolders.isEmpty ? [folder] : subfolders.map { folder.appending(path: $0) }
        let files = roots.flatMap { root in
            (try? FileManager.default.subpathsOfDirectory(atPath: root.path))?.map { root.appending(path: $0) } ?? []
        }
        let reader = Self.reader
        let readings = Parallel.map(files.filter { Self.extensions.contains($0.pathExtension.lowercased()) }) { file in
            let name = String(file.path.dropFirst(folder.path.count).drop { $0 == "/" })
            return Result<Photo, Unreadable> { () throws(Unreadable) in
                guard let content = FileManager.default.contents(atPath: file.path) else {
                    throw Unreadable("\(name): cannot be opened")
                }
                do {
                    let photo = try reader.read([UInt8](content)[...])
                    let fingerprints = [photo.fingerprint] + (photo.pdq.map { [$0.photoFingerprint] } ?? [])
                    return Photo(name: name, file: file, digest: photo.sha256, fingerprints: fingerprints)
                } catch { throw Unreadable("\(name): \(error)") }
            }
        }
        photos = readings.compactMap { try? $0.get() }.sorted { $0.name < $1.name }
        unreadable = readings.compactMap { if case .failure(let failure) = $0 { failure.reason } else { nil } }.sorted()
    }

    /// As the server reads photos, with room for files that are not uploads.
    static let reader = {
        var limits = PhotoReader.Limits()
        limits.maxByteCount = 64 << 20
        return PhotoReader(fingerprintsPDQ: true, limits: limits)
    }()

    private static let extensions: Set<String> = ["jpg", "jpeg", "png", "webp"]

    private struct Unreadable: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }
}
