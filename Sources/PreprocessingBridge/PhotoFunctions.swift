public import CHolsterPreprocessing

// The photo functions of `holster_preprocessing.h`, which says what each of them does; the compiler checks their types against it.

@c @implementation
public func holster_photo_reader_open(
    _ options: UnsafePointer<holster_photo_reader_options>?,
    _ reader: UnsafeMutablePointer<OpaquePointer?>?,
    _ message: UnsafeMutablePointer<CChar>?,
    _ messageCapacity: Int
) -> Int32 {
    BridgeFailure.status(message, messageCapacity) { () throws(BridgeFailure) in
        guard let reader else { throw .invalid("no place for the reader") }
        reader.pointee = nil
        reader.pointee = Handle.open(try BridgedPhotoReader(options?.pointee ?? holster_photo_reader_options()))
    }
}

@c @implementation
public func holster_photo_reader_close(_ reader: OpaquePointer?) { Handle.close(reader) }

@c @implementation
public func holster_photo_read(
    _ reader: OpaquePointer?,
    _ content: UnsafePointer<UInt8>?,
    _ byteCount: Int,
    _ pixels: UnsafeMutablePointer<UInt8>?,
    _ pixelCapacity: Int,
    _ photo: UnsafeMutablePointer<holster_photo>?
) -> Int32 {
    guard let photo else { return HOLSTER_INVALID_ARGUMENT.rawValue }
    do throws(BridgeFailure) {
        guard let reader = Handle.object(reader, as: BridgedPhotoReader.self) else { throw .invalid("no photo reader") }
        guard let content = CallerMemory.bytes(content, byteCount) else { throw .invalid("no photo at its address") }
        guard let pixels else { throw .invalid("no place for the pixels") }
        guard pixelCapacity >= Int(HOLSTER_PIXEL_BYTE_COUNT) else {
            throw .tooSmall("pixels take \(HOLSTER_PIXEL_BYTE_COUNT) bytes, there is room for \(pixelCapacity)")
        }
        let place = UnsafeMutableBufferPointer(start: pixels, count: Int(HOLSTER_PIXEL_BYTE_COUNT))
        photo.pointee = reader.read(content, pixels: place)
    } catch {
        photo.pointee = BridgedPhotoReader.photo(error)
    }
    return photo.pointee.status
}

@c @implementation
public func holster_photo_read_batch(
    _ reader: OpaquePointer?,
    _ contents: UnsafePointer<UnsafePointer<UInt8>?>?,
    _ byteCounts: UnsafePointer<Int>?,
    _ count: Int,
    _ threadCount: UInt32,
    _ pixels: UnsafeMutablePointer<UInt8>?,
    _ pixelCapacity: Int,
    _ photos: UnsafeMutablePointer<holster_photo>?
) -> Int64 {
    BridgeFailure.count { () throws(BridgeFailure) in
        guard let reader = Handle.object(reader, as: BridgedPhotoReader.self) else { throw .invalid("no photo reader") }
        guard (0...Int(HOLSTER_MAX_BATCH_COUNT)).contains(count) else { throw .invalid("\(count) photos") }
        guard count > 0 else { return 0 }
        guard let contents, let byteCounts, let pixels, let photos else { throw .invalid("a NULL among the arrays") }
        guard pixelCapacity >= count * Int(HOLSTER_PIXEL_BYTE_COUNT) else { throw .tooSmall("pixels of \(count) photos") }
        let batch = PhotoBatch(contents: contents, byteCounts: byteCounts, pixels: pixels, photos: photos)
        ParallelLoop.run(count: count, threadCount: Int(threadCount)) { batch.read($0, with: reader) }
        return (0..<count).count { photos[$0].status == HOLSTER_OK.rawValue }
    }
}
