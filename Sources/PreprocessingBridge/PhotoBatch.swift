import CHolsterPreprocessing

/// The arrays of one `holster_photo_read_batch`.
///
/// `@unchecked Sendable`: the caller leaves all of them alone until the call returns, and each index is touched by one thread.
struct PhotoBatch: @unchecked Sendable {
    let contents: UnsafePointer<UnsafePointer<UInt8>?>
    let byteCounts: UnsafePointer<Int>
    let pixels: UnsafeMutablePointer<UInt8>
    let photos: UnsafeMutablePointer<holster_photo>

    func read(_ index: Int, with reader: BridgedPhotoReader) {
        let byteCount = Int(HOLSTER_PIXEL_BYTE_COUNT)
        let place = UnsafeMutableBufferPointer(start: pixels + index * byteCount, count: byteCount)
        if let content = CallerMemory.bytes(contents[index], byteCounts[index]) {
            photos[index] = reader.read(content, pixels: place)
        } else {
            photos[index] = BridgedPhotoReader.photo(.invalid("no photo at its address"))
        }
        if photos[index].status != HOLSTER_OK.rawValue { place.update(repeating: 0) }
    }
}
