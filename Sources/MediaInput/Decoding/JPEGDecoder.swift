import CTurboJPEG

/// Owns one TurboJPEG decompressor, for one picture: libjpeg keeps the tables of the last picture, and a file that brings none of its own
/// would be decoded with a stranger's.
///
/// The TurboJPEG API catches libjpeg's `longjmp` inside itself and returns -1, so none crosses a Swift frame.
package struct JPEGDecoder: ~Copyable {
    private let handle: tjhandle

    package init() throws(PhotoError) {
        guard let handle = tjInitDecompress() else { throw .libraryFailure("tjInitDecompress failed") }
        self.handle = handle
    }

    deinit { tjDestroy(handle) }

    /// What TurboJPEG makes of a side at 1 / `reduction`.
    static func side(_ full: Int, reduction: Int) -> Int { (full + reduction - 1) / reduction }

    /// Decodes a whole picture whose structure was parsed and checked, at 1 / `reduction` (1, 2, 4 or 8): accurate DCT and smooth
    /// upsampling, the libjpeg defaults that Pillow uses. The result is in `memory`.
    ///
    /// libjpeg's warnings are tolerated and the first one returned, except in a file that ends inside its first scan:
    /// ``PhotoError/truncated``.
    func decode(
        _ bytes: UnsafeBufferPointer<UInt8>,
        structure: JPEGStructure,
        reduction: Int,
        memory: inout PictureMemory
    ) throws(PhotoError) -> (view: PictureView, warning: String?) {
        try checkHeader(bytes, structure.frame)
        guard !structure.hasEndMarker, structure.completeScanCount == 0 else {
            return try decodeChecked(bytes, structure.frame, reduction, &memory)
        }
        // libjpeg has the same first warning for a missing end marker and for missing rows. With an end marker put behind the
        // bytes, it complains about missing rows only.
        let ended = Array(bytes) + [0xFF, 0xD9]
        return try ended.withUnsafeBufferPointer { ended throws(PhotoError) in
            let decoded = try decodeChecked(ended, structure.frame, reduction, &memory)
            guard decoded.warning == nil else { throw .truncated }
            return (decoded.view, "the end marker is missing")
        }
    }

    private func decodeChecked(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ frame: JPEGFrame,
        _ reduction: Int,
        _ memory: inout PictureMemory
    ) throws(PhotoError) -> (view: PictureView, warning: String?) {
        let (width, height) = (Self.side(frame.width, reduction: reduction), Self.side(frame.height, reduction: reduction))
        let channelCount = frame.componentCount == 4 ? 4 : 3
        let byteCount = width * height * channelCount
        let picture = memory.picture.bytes(byteCount + PictureView.slackByteCount)
        var warning: String?
        if decompress(bytes, width, height, channelCount, into: picture) != 0 {
            guard hasOnlyWarned else { throw failure }
            warning = lastMessage
            // TurboJPEG says "warning" also where a fatal error follows one, and then rows stay unwritten. Decoded again over the inverse of
            // the result, a picture that is whole comes out the same.
            let again = memory.aside.bytes(byteCount)
            for index in 0..<byteCount { again[index] = ~picture[index] }
            _ = decompress(bytes, width, height, channelCount, into: again)
            for index in 0..<byteCount where picture[index] != again[index] { throw failure }
        }
        guard channelCount == 4 else { return (PictureView(base: picture, width: width, height: height), warning) }
        let colours = memory.aside.bytes(width * height * 3 + PictureView.slackByteCount)
        FourColour.convert(invertedCMYK: picture, pixelCount: width * height, into: colours)
        return (PictureView(base: colours, width: width, height: height), warning)
    }

    /// -1 is a warning or an error.
    private func decompress(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ width: Int,
        _ height: Int,
        _ channelCount: Int,
        into output: UnsafeMutablePointer<UInt8>
    ) -> Int32 {
        tjDecompress2(
            handle,
            bytes.baseAddress,
            CUnsignedLong(bytes.count),
            output,
            Int32(width),
            Int32(width * channelCount),
            Int32(height),
            (channelCount == 4 ? TJPF_CMYK : TJPF_RGB).intValue,
            TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS
        )
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

    /// Why libjpeg gave up: for want of memory, which says nothing of the photo, or because of the photo.
    private var failure: PhotoError {
        let message = lastMessage
        return message.contains("Insufficient memory") ? .libraryFailure(message) : .corrupt(reason: message)
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
