import Glibc
internal import ModerationCore

/// The memory that one photo after another is read with.
///
/// `@unchecked Sendable`: ``WorkspacePool`` lends it to one reader at a time.
final class PhotoWorkspace: @unchecked Sendable {
    var pictures = PictureMemory()
    var resampling = ResamplerMemory()

    func trim(above limit: Int) {
        pictures.trim(above: limit)
        resampling.trim(above: limit)
    }
}

/// Workspaces that wait for the next photo, so that a photo like the last ones needs no fresh memory; safe from any thread.
final class WorkspacePool: Sendable {
    /// A buffer larger than this is given back to the system after use: 12 megapixels stay.
    private static let bufferLimit = 40 * 1_024 * 1_024

    /// One for each processor; more are made when more readers run at once, and freed after.
    private let idleLimit = max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    private let idle = ForkSafeMutex<[PhotoWorkspace]>([])

    /// Calls `body` with a workspace that nobody else has.
    func withWorkspace<Result>(_ body: (PhotoWorkspace) throws(PhotoError) -> Result) throws(PhotoError) -> Result {
        let workspace = idle.withLock { $0.popLast() } ?? PhotoWorkspace()
        defer {
            workspace.trim(above: Self.bufferLimit)
            idle.withLock { if $0.count < idleLimit { $0.append(workspace) } }
        }
        return try body(workspace)
    }
}
