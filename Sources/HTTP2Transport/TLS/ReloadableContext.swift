internal import Synchronization

/// A context made of files, and made anew when they change.
///
/// What `make` throws keeps the context in use. Any thread; `reload` reads files, so never on an event loop.
final class ReloadableContext: Sendable {
    private struct State {
        var handle: TLSContextHandle
        /// Of the last attempt, good or bad: a broken file is reported once, not at every look.
        var stamps: [FileStamp?]
    }

    private let files: [String]
    private let make: @Sendable () throws(TLSError) -> TLSContextHandle
    private let state: Mutex<State>

    init(files: [String], make: @escaping @Sendable () throws(TLSError) -> TLSContextHandle) throws(TLSError) {
        self.files = files
        self.make = make
        // Before the files are read: a change in between is seen as one by the next look.
        let stamps = files.map { FileStamp(of: $0) }
        state = Mutex(State(handle: try make(), stamps: stamps))
    }

    /// For new connections; those made of an older one keep it.
    var current: TLSContextHandle { state.withLock { $0.handle } }

    func reload() throws(TLSError) {
        let stamps = files.map { FileStamp(of: $0) }
        do throws(TLSError) {
            let made = try make()
            state.withLock { $0 = State(handle: made, stamps: stamps) }
        } catch {
            state.withLock { $0.stamps = stamps }
            throw error
        }
    }

    func reloadIfChanged() throws(TLSError) -> Bool {
        let stamps = files.map { FileStamp(of: $0) }
        guard state.withLock({ $0.stamps != stamps }) else { return false }
        try reload()
        return true
    }
}
