package import Foundation

extension Workload {
    /// Reads a workload file and makes its photos; folders that it names are beside it. Takes seconds to minutes.
    package init(file url: URL) throws(WorkloadFile.Problem) {
        guard let data = FileManager.default.contents(atPath: url.path) else {
            throw WorkloadFile.Problem("cannot read '\(url.path)'")
        }
        let file = try WorkloadFile(yaml: String(decoding: data, as: UTF8.self))
        let base = url.deletingLastPathComponent()
        func pool(_ folder: String?, _ field: String) throws(WorkloadFile.Problem) -> PhotoPool? {
            guard let folder else { return nil }
            let place = URL(filePath: folder, relativeTo: base)
            do throws(PhotoPool.Problem) {
                return try PhotoPool(folder: place, limit: file.photoLimit, kinds: file.kinds, seed: file.seed)
            } catch {
                throw WorkloadFile.Problem("\(field).from: \(error)")
            }
        }
        self.init(file, photos: try pool(file.photoFolder, "photos"), knownBad: try pool(file.knownBadFolder, "known_bad"))
    }
}
