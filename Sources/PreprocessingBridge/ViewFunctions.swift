public import CHolsterPreprocessing

// The text view functions of `holster_preprocessing.h`, which says what each of them does; the compiler checks their types against it.

@c @implementation
public func holster_normaliser_open(
    _ normaliser: UnsafeMutablePointer<OpaquePointer?>?,
    _ versions: UnsafeMutablePointer<CChar>?,
    _ versionsCapacity: Int,
    _ message: UnsafeMutablePointer<CChar>?,
    _ messageCapacity: Int
) -> Int32 {
    BridgeFailure.status(message, messageCapacity) { () throws(BridgeFailure) in
        guard let normaliser else { throw .invalid("no place for the normaliser") }
        normaliser.pointee = nil
        normaliser.pointee = Handle.open(try BridgedNormaliser())
        CallerMemory.write(BridgedNormaliser.versions, to: versions, capacity: versionsCapacity)
    }
}

@c @implementation
public func holster_normaliser_close(_ normaliser: OpaquePointer?) { Handle.close(normaliser) }

@c @implementation
public func holster_normalise(
    _ normaliser: OpaquePointer?,
    _ text: UnsafePointer<UInt8>?,
    _ byteCount: Int,
    _ views: UnsafeMutablePointer<OpaquePointer?>?
) -> Int64 {
    BridgeFailure.count { () throws(BridgeFailure) in
        guard let views else { throw .invalid("no place for the views") }
        views.pointee = nil
        guard let normaliser = Handle.object(normaliser, as: BridgedNormaliser.self) else { throw .invalid("no normaliser") }
        // Offsets have 32 bits, and a malformed byte becomes three.
        guard let text = CallerMemory.bytes(text, byteCount), byteCount <= Int(UInt32.max) / 3 else {
            throw .invalid("no text at its address, or one of more than 1.3 GiB")
        }
        let made = normaliser.views(of: text)
        views.pointee = Handle.open(made)
        return made.count
    }
}

@c @implementation
public func holster_views_get(
    _ views: OpaquePointer?,
    _ index: Int,
    _ view: UnsafeMutablePointer<holster_view>?
) -> Int32 {
    guard let views = Handle.object(views, as: BridgedViews.self), let view, let found = views[index] else {
        return HOLSTER_INVALID_ARGUMENT.rawValue
    }
    view.pointee = found
    return HOLSTER_OK.rawValue
}

@c @implementation
public func holster_views_close(_ views: OpaquePointer?) { Handle.close(views) }
