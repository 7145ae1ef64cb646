internal import Glibc
internal import ModerationCore

/// The few calls that make a file durable, with errno turned into a ``StoreFailure``.
enum FileSystem {
    static func failure(_ action: String, _ path: String, code: Int32 = errno) -> StoreFailure {
        StoreFailure("\(action) \(path): \(String(cString: strerror(code)))")
    }

    static func makeFolder(_ path: String) throws(StoreFailure) {
        if mkdir(path, 0o750) == 0 || errno == EEXIST { return }
        throw failure("cannot make folder", path)
    }

    /// Makes the folder and those above it that are missing, and makes their names durable.
    static func makeFolders(_ path: String) throws(StoreFailure) {
        if exists(path) { return }
        let parent = path.split(separator: "/", omittingEmptySubsequences: true).dropLast().joined(separator: "/")
        let above = path.hasPrefix("/") ? "/" + parent : (parent.isEmpty ? "." : parent)
        if above != path { try makeFolders(above) }
        try makeFolder(path)
        try flushFolder(above)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Writes a new file and flushes its data; removes it again when that fails.
    static func writeDurably(_ bytes: ArraySlice<UInt8>, to path: String) throws(StoreFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw failure("cannot create", path) }
        var problem: StoreFailure?
        bytes.withUnsafeBytes { buffer in
            var rest = buffer
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = write(descriptor, start, rest.count)
                if count < 0 && errno == EINTR { continue }
                if count <= 0 {
                    problem = failure("cannot write", path)
                    return
                }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
        }
        if problem == nil && fdatasync(descriptor) != 0 { problem = failure("cannot flush", path) }
        if Glibc.close(descriptor) != 0 && problem == nil { problem = failure("cannot close", path) }
        if let problem {
            unlink(path)
            throw problem
        }
    }

    static func move(_ source: String, to target: String) throws(StoreFailure) {
        if rename(source, target) != 0 { throw failure("cannot rename to", target) }
    }

    /// Makes the names in a folder durable (`fsync(2)`: a new file's directory entry needs its own flush).
    static func flushFolder(_ path: String) throws(StoreFailure) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("cannot open folder", path) }
        defer { Glibc.close(descriptor) }
        if fsync(descriptor) != 0 { throw failure("cannot flush folder", path) }
    }

    /// At most `limit` bytes of a file; `nil` when there is none.
    static func read(_ path: String, limit: Int) throws(StoreFailure) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 && errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw failure("cannot open", path) }
        defer { Glibc.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("cannot examine", path) }
        guard status.st_size <= limit else { throw StoreFailure("\(path) is larger than \(limit) bytes") }
        let capacity = Int(status.st_size)
        var problem: StoreFailure?
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, filled in
            while filled < capacity, let start = buffer.baseAddress {
                let count = Glibc.read(descriptor, start + filled, capacity - filled)
                if count < 0 && errno == EINTR { continue }
                if count < 0 { problem = failure("cannot read", path) }
                if count <= 0 { return }
                filled += count
            }
        }
        if let problem { throw problem }
        return bytes
    }

    /// Names in a folder, without `.` and `..`; empty when it cannot be read.
    static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    static func size(of path: String) -> (byteCount: Int64, modifiedSeconds: Int)? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return (Int64(status.st_size), status.st_mtim.tv_sec)
    }
}
