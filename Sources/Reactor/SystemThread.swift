internal import CLinux

/// A named operating-system thread that runs one closure and is joined or detached by its owner.
struct SystemThread: Sendable {
    private let handle: pthread_t

    private final class Body: Sendable {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }

    /// Names are cut to the kernel's 15 bytes.
    init(name: String, _ run: @escaping @Sendable () -> Void) throws(ReactorError) {
        let body = Unmanaged.passRetained(Body(name: String(name.prefix(15)), run: run))
        var created = pthread_t()
        let result = pthread_create(
            &created,
            nil,
            { pointer in
                guard let pointer else { return nil }
                let body = Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue()
                holster_set_thread_name(body.name)
                body.run()
                return nil
            },
            body.toOpaque()
        )
        guard result == 0 else {
            body.release()
            throw ReactorError(call: "pthread_create", errorNumber: result)
        }
        handle = created
    }

    /// Lets the thread end on its own: instead of `join`.
    func detach() { pthread_detach(handle) }

    /// Waits for the thread to end; from the thread itself it lets go instead. Call once.
    func join() {
        if pthread_equal(handle, pthread_self()) != 0 {
            pthread_detach(handle)
        } else {
            pthread_join(handle, nil)
        }
    }
}
