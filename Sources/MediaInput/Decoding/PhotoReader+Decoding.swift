/// What a picture was decoded from.
package struct PictureOrigin {
    package let format: PhotoFormat
    /// The decoder's first complaint; `nil` for a clean file.
    package let warning: String?
}

extension PhotoReader {
    /// Decodes into `memory` what the limits allow.
    func decode(
        _ encoded: UnsafeBufferPointer<UInt8>,
        mode: PixelMode,
        memory: inout PictureMemory
    ) throws(PhotoError) -> (DecodedPicture, PictureOrigin) {
        let bytes = BoundedBytes(encoded)
        switch PhotoFormat(sniffing: bytes) {
        case .jpeg:
            return try decodeJPEG(encoded, JPEGStructure(parsing: bytes), mode, &memory)
        case .png:
            let structure = try PNGStructure(parsing: bytes)
            try check(structure, byteCount: encoded.count)
            let size = (structure.width, structure.height)
            let (view, warning) = try Self.filled(size, &memory) { output throws(PhotoError) in
                try PNGDecoder.decode(encoded, structure: structure, into: output)
            }
            return (whole(view, structure.orientation), PictureOrigin(format: .png, warning: warning))
        case .webP:
            let structure = try WebPStructure(parsing: bytes)
            try check(structure, byteCount: encoded.count)
            let size = (structure.width, structure.height)
            let (view, warning) = try Self.filled(size, &memory) { output throws(PhotoError) in
                try WebPDecoder.decode(encoded, structure: structure, into: output)
            }
            return (whole(view, structure.orientation), PictureOrigin(format: .webP, warning: warning))
        case let format: throw .unsupportedFormat(format)
        }
    }

    private func decodeJPEG(
        _ encoded: UnsafeBufferPointer<UInt8>,
        _ structure: JPEGStructure,
        _ mode: PixelMode,
        _ memory: inout PictureMemory
    ) throws(PhotoError) -> (DecodedPicture, PictureOrigin) {
        try check(structure, byteCount: encoded.count)
        let frame = structure.frame
        let reduction = mode.reduction(
            width: frame.width,
            height: frame.height,
            hasRichColour: !frame.isCommonlySampled
        )
        let decoded = try JPEGDecoder().decode(encoded, structure: structure, reduction: reduction, memory: &memory)
        let picture = DecodedPicture(
            view: decoded.view,
            fullWidth: frame.width,
            fullHeight: frame.height,
            orientation: structure.orientation,
            reduction: reduction
        )
        return (picture, PictureOrigin(format: .jpeg, warning: decoded.warning))
    }

    private func whole(_ view: PictureView, _ orientation: PhotoOrientation) -> DecodedPicture {
        DecodedPicture(
            view: view,
            fullWidth: view.width,
            fullHeight: view.height,
            orientation: orientation,
            reduction: 1
        )
    }

    /// A picture whose pixels `decode` writes, over zeros: what a decoder leaves out is black, never a stranger's photo.
    private static func filled(
        _ size: (width: Int, height: Int),
        _ memory: inout PictureMemory,
        _ decode: (UnsafeMutableBufferPointer<UInt8>) throws(PhotoError) -> String?
    ) throws(PhotoError) -> (PictureView, String?) {
        let byteCount = size.width * size.height * 3
        let base = memory.picture.bytes(byteCount + PictureView.slackByteCount)
        base.update(repeating: 0, count: byteCount)
        let warning = try decode(UnsafeMutableBufferPointer(start: base, count: byteCount))
        return (PictureView(base: base, width: size.width, height: size.height), warning)
    }
}
