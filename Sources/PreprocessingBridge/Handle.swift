/// Objects that a C caller owns: retained from `open` to `close`.
enum Handle {
    static func open(_ object: some AnyObject & Sendable) -> OpaquePointer {
        OpaquePointer(Unmanaged<AnyObject>.passRetained(object).toOpaque())
    }

    /// The object behind a handle; `nil` for NULL and for a handle of another kind. A handle that was closed cannot be told from an open one.
    static func object<Object: AnyObject>(_ handle: OpaquePointer?, as kind: Object.Type = Object.self) -> Object? {
        guard let handle else { return nil }
        return Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(handle)).takeUnretainedValue() as? Object
    }

    static func close(_ handle: OpaquePointer?) {
        guard let handle else { return }
        Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(handle)).release()
    }
}
