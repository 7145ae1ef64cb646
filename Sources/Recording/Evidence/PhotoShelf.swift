internal import Glibc
internal import ModerationCore
internal import Synchronization

/// The files themselves, each once, named by content: `photos/ab/abcdef….` (whole) or `photos/ab/abcdef….512.jpg` (reduced).
///
/// A file is written under a temporary name, flushed, renamed, and its folder flushed: a name that exists is whole and durable. Bytes on disk are
/// bounded by ``StoreConfiguration/photoByteLimit``; beyond it the reducer's rendering is kept.
final class PhotoShelf: Sendable {
    private struct Usage {
        /// `nil` until the folder was measured, on the writer's thread, before the first write.
        var wholeBytes: Int64?
        var reducedBytes: Int64 = 0
    }

    private struct Placement {
        var evidence: PhotoEvidence
        var path: String
    }

    private let root: String
    private let configuration: StoreConfiguration
    private let statistics: StatisticsBoard
    private let usage = Mutex(Usage())

    init(configuration: StoreConfiguration, statistics: StatisticsBoard) throws(StoreFailure) {
        root = configuration.folder + "/photos"
        self.configuration = configuration
        self.statistics = statistics
        try FileSystem.makeFolder(root)
        try FileSystem.makeFolder(root + "/incoming")
    }

    func content(of digest: String) throws(StoreFailure) -> [UInt8]? {
        guard PhotoToKeep.isValid(digest: digest) else { return nil }
        if let whole = try FileSystem.read(wholePath(digest), limit: 64 << 20) { return whole }
        return try FileSystem.read(reducedPath(digest), limit: 64 << 20)
    }

    /// Writes the photos of several cases; call it on one thread at a time. Returns what became of each.
    func place(_ cases: [[PhotoToKeep]]) -> [[PhotoEvidence]] {
        measureOnce()
        // Written in this batch under a temporary name, to be renamed together: final path → temporary path.
        var fresh: [String: String] = [:]
        var placements = cases.map { photos in photos.map { place($0, fresh: &fresh) } }
        if let failure = publish(fresh) {
            placements = placements.map { photos in
                photos.map { fresh[$0.path] == nil ? $0 : Placement(evidence: .missing(failure.message), path: $0.path) }
            }
        }
        let outcomes = placements.map { $0.map(\.evidence) }
        statistics.update { values in outcomes.forEach { values.count($0) } }
        return outcomes
    }

    private func place(_ photo: PhotoToKeep, fresh: inout [String: String]) -> Placement {
        guard photo.hasValidDigest else { return Placement(evidence: .missing("no digest"), path: "") }
        let path = wholePath(photo.digest)
        if fresh[path] != nil || FileSystem.exists(path) {
            statistics.update { $0.knownPhotoCount += 1 }
            return Placement(evidence: .whole, path: path)
        }
        let byteCount = Int64(photo.content.count)
        let fits = usage.withLock { ($0.wholeBytes ?? 0) + byteCount <= configuration.photoByteLimit }
        guard fits else { return placeReduced(photo, fresh: &fresh) }
        if let failure = writeIncoming(photo.content, for: path, fresh: &fresh) {
            return Placement(evidence: .missing(failure.message), path: path)
        }
        usage.withLock { $0.wholeBytes = ($0.wholeBytes ?? 0) + byteCount }
        return Placement(evidence: .whole, path: path)
    }

    private func placeReduced(_ photo: PhotoToKeep, fresh: inout [String: String]) -> Placement {
        let path = reducedPath(photo.digest)
        if fresh[path] != nil || FileSystem.exists(path) { return Placement(evidence: .reduced, path: path) }
        guard usage.withLock({ $0.reducedBytes < configuration.reducedPhotoByteLimit }) else {
            return Placement(evidence: .missing("the photo folder is full"), path: path)
        }
        guard let rendering = configuration.reducer?(photo.content) else {
            return Placement(evidence: .missing("the photo folder is full and there is no smaller rendering"), path: path)
        }
        if let failure = writeIncoming(rendering[...], for: path, fresh: &fresh) {
            return Placement(evidence: .missing(failure.message), path: path)
        }
        usage.withLock { $0.reducedBytes += Int64(rendering.count) }
        return Placement(evidence: .reduced, path: path)
    }

    private func writeIncoming(_ bytes: ArraySlice<UInt8>, for path: String, fresh: inout [String: String]) -> StoreFailure? {
        let temporary = "\(root)/incoming/\(getpid())-\(fresh.count)"
        do throws(StoreFailure) {
            try FileSystem.writeDurably(bytes, to: temporary)
        } catch {
            return error
        }
        fresh[path] = temporary
        statistics.update {
            $0.photoCount += 1
            $0.photoByteCount += Int64(bytes.count)
        }
        return nil
    }

    /// Renames a batch into place and flushes each folder it touched once.
    private func publish(_ fresh: [String: String]) -> StoreFailure? {
        do throws(StoreFailure) {
            var folders: Set<String> = []
            for (path, temporary) in fresh {
                let folder = String(path.prefix(root.count + 3))
                if folders.insert(folder).inserted && !FileSystem.exists(folder) {
                    try FileSystem.makeFolder(folder)
                    folders.insert(root)
                }
                try FileSystem.move(temporary, to: path)
            }
            for folder in folders { try FileSystem.flushFolder(folder) }
            return nil
        } catch {
            return error
        }
    }

    /// Sums what is there, and removes leftovers of a crash that are over an hour old (another process may be writing younger ones).
    private func measureOnce() {
        guard usage.withLock({ $0.wholeBytes == nil }) else { return }
        var measured = Usage(wholeBytes: 0)
        let now = time(nil)
        for folder in FileSystem.names(in: root) {
            for name in FileSystem.names(in: "\(root)/\(folder)") {
                let path = "\(root)/\(folder)/\(name)"
                guard let (byteCount, modified) = FileSystem.size(of: path) else { continue }
                if folder == "incoming" {
                    if now - modified > 3_600 { unlink(path) }
                } else if name.utf8.count == 64 {
                    measured.wholeBytes = (measured.wholeBytes ?? 0) + byteCount
                } else {
                    measured.reducedBytes += byteCount
                }
            }
        }
        usage.withLock { $0 = measured }
    }

    private func wholePath(_ digest: String) -> String { "\(root)/\(digest.prefix(2))/\(digest)" }

    private func reducedPath(_ digest: String) -> String { "\(root)/\(digest.prefix(2))/\(digest).512.jpg" }
}
