internal import Glibc

/// What tells whether a file is still the one that was read: cheap to take, never blocks for long.
///
/// Follows symbolic links, so that a swapped link (how Kubernetes renews secrets) counts as a change.
package struct FileStamp: Equatable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    private let modified: [Int64]
    private let changed: [Int64]

    /// `nil` where there is no such file, or it may not be looked at.
    package init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = [Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec)]
        changed = [Int64(status.st_ctim.tv_sec), Int64(status.st_ctim.tv_nsec)]
    }
}
