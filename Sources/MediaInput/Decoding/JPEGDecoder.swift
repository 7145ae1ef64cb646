import CTurboJPEG

/// Owns one TurboJPEG decompressor; one thread at a time.
///
/// The TurboJPEG API catches libjpeg's `longjmp` inside itself and returns -1, so none crosses a Swift frame.
package struct JPEGDecoder: ~Copyable {
    private let handle: tjhandle

    package init() throws(PhotoError) {
        guard let handle = tjInitDecompress() else { throw .libraryFailure("tjInitDecompress failed") }
        self.handle = handle
    }

    deinit { tjDestroy(handle) }

    /// Decodes a whole picture whose structure was parsed and checked: accurate DCT and smooth upsampling, the libjpeg defaults that
    /// Pillow uses.
    ///
    /// libjpeg's warnings are tolerated and the first one returned, except in a file that ends inside its first scan:
    /// ``PhotoError/truncated``.
    package func decode(
        _ bytes: UnsafeBufferPointer<UInt8>,
        structure: JPEGStructure
    ) throws(PhotoError) -> (bitmap: Bitmap, warning: String?) {
        try checkHeader(bytes, structure.frame)
        guard !structure.hasEndMarker, structure.completeScanCount == 0 else {
            return try decodeChecked(bytes, structure.frame)
        }
        // libjpeg has the same first warning for a missing end marker and for missing rows. With an end marker put behind the
        // bytes, it complains about missing rows only.
        let ended = Array(bytes) + [0xFF, 0xD9]
        return try ended.withUnsafeBufferPointer { ended throws(PhotoError) in
            let decoded = try decodeChecked(ended, structure.frame)
            guard decoded.warning == nil else { throw .truncated }
            return (decoded.bitmap, "the end marker is missing")
        }
    }

    private func decodeChecked(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ frame: JPEGFrame
    ) throws(PhotoError) -> (bitmap: Bitmap, warning: String?) {
        let isFourColour = frame.componentCount == 4
        let channelCount = isFourColour ? 4 : 3
        let byteCount = frame.pixelCount * channelCount
        var status: Int32 = -1
        let decoded = [UInt8](unsafeUninitializedCapacity: byteCount) { output, initializedCount in
            status = tjDecompress2(
                handle,
                bytes.baseAddress,
                CUnsignedLong(bytes.count),
                output.baseAddress,
                Int32(frame.width),
                Int32(frame.width * channelCount),
                Int32(frame.height),
                (isFourColour ? TJPF_CMYK : TJPF_RGB).intValue,
                TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS
            )
            // A fatal error leaves rows unwritten: hand out none.
            initializedCount = status == 0 || hasOnlyWarned ? byteCount : 0
        }
        guard decoded.count == byteCount else { throw .corrupt(reason: lastMessage) }
        let warning = status == 0 ? nil : lastMessage
        let colours = isFourColour ? FourColour.rgb(invertedCMYK: decoded) : decoded
        guard let bitmap = Bitmap(width: frame.width, height: frame.height, bytes: colours) else {
            throw .corrupt(reason: "its size is out of range")
        }
        return (bitmap, warning)
    }

    /// Refuses a file whose size libjpeg reads differently from our own parser, since the buffer has the parser's size.
    private func checkHeader(_ bytes: UnsafeBufferPointer<UInt8>, _ frame: JPEGFrame) throws(PhotoError) {
        var (width, height, subsampling, colourSpace): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        // Returns -1 for an unusual subsampling as well, after it has set the size; decoding does not mind those.
        let status = tjDecompressHeader3(
            handle,
            bytes.baseAddress,
            CUnsignedLong(bytes.count),
            &width,
            &height,
            &subsampling,
            &colourSpace
        )
        guard width == frame.width, height == frame.height else {
            throw .corrupt(reason: status == 0 ? "its header is ambiguous" : lastMessage)
        }
    }

    private var hasOnlyWarned: Bool { tjGetErrorCode(handle) == TJERR_WARNING.intValue }

    private var lastMessage: String {
        guard let message = tjGetErrorStr2(handle) else { return "no reason given" }
        return String(cString: message)
    }
}

extension TJPF {
    var intValue: Int32 { Int32(truncatingIfNeeded: rawValue) }
}

extension TJERR {
    var intValue: Int32 { Int32(truncatingIfNeeded: rawValue) }
}
