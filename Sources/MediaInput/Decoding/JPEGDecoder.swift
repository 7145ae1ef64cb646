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
        let (decoded, status) = decompress(bytes, frame, isFourColour: isFourColour, over: 0x00)
        var warning: String?
        if status != 0 {
            guard hasOnlyWarned else { throw .corrupt(reason: lastMessage) }
            warning = lastMessage
            // TurboJPEG says "warning" also where a fatal error follows one, and then rows stay unwritten. A picture that is whole comes out
            // the same whatever lay in the buffer before.
            let (again, _) = decompress(bytes, frame, isFourColour: isFourColour, over: 0xFF)
            guard again == decoded else { throw .corrupt(reason: lastMessage) }
        }
        let colours = isFourColour ? FourColour.rgb(invertedCMYK: decoded) : decoded
        guard let bitmap = Bitmap(width: frame.width, height: frame.height, bytes: colours) else {
            throw .corrupt(reason: "its size is out of range")
        }
        return (bitmap, warning)
    }

    /// Decodes into a buffer filled with `fill`; -1 is a warning or an error.
    private func decompress(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ frame: JPEGFrame,
        isFourColour: Bool,
        over fill: UInt8
    ) -> (output: [UInt8], status: Int32) {
        let channelCount = isFourColour ? 4 : 3
        var output = [UInt8](repeating: fill, count: frame.pixelCount * channelCount)
        let status = output.withUnsafeMutableBufferPointer { output in
            tjDecompress2(
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
        }
        return (output, status)
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
