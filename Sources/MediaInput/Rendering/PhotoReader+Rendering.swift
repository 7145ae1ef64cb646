extension PhotoReader {
    /// Makes the upright photo anew as a JPEG whose longer side is at most `maxSide` pixels (never enlarged), without any metadata.
    ///
    /// What is kept as evidence when there is no room for the photo itself. Quality 85, 4:2:0, colour profile dropped.
    public func rendering(of content: ArraySlice<UInt8>, maxSide: Int = 512) throws(PhotoError) -> [UInt8] {
        try JPEGEncoder().encode(try decode(content, maxSide: max(1, maxSide)).upright, quality: 85)
    }

    package struct Decoded {
        package let upright: Bitmap
        /// As stored, before the orientation is applied.
        package let width: Int
        package let height: Int
        package let format: PhotoFormat
        package let orientation: PhotoOrientation
        package let warning: String?
    }

    /// The upright picture by itself, its longer side at most `maxSide` pixels.
    package func decode(_ content: ArraySlice<UInt8>, maxSide: Int = .max) throws(PhotoError) -> Decoded {
        try content.withUnsafeBufferPointer { encoded throws(PhotoError) in
            let decoded = try withPicture(encoded, mode: .exact) { picture, origin, memory in
                picture.upright(maxSide: maxSide, memory: &memory).map {
                    Decoded(
                        upright: $0,
                        width: picture.fullWidth,
                        height: picture.fullHeight,
                        format: origin.format,
                        orientation: picture.orientation,
                        warning: origin.warning
                    )
                }
            }
            guard let decoded else { throw .libraryFailure("a rendering of unexpected size") }
            return decoded
        }
    }
}
