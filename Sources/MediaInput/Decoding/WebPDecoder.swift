import CWebP

/// Decodes WebP, lossy and lossless, through libwebp, without threads of its own; any thread.
package enum WebPDecoder {
    /// Fills `output` with the picture: RGB, 8 bits each, row-major, exactly `width × height × 3` bytes; returns what is odd about the file.
    ///
    /// As Pillow's `convert("RGB")`: alpha is dropped with the colour kept; of an animation the first frame is read, over black where it does
    /// not cover the canvas. A lossless picture takes 4 bytes a pixel beside the output. Throws ``PhotoError/corrupt(reason:)``,
    /// ``PhotoError/truncated`` and ``PhotoError/libraryFailure(_:)``.
    package static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>,
        structure: WebPStructure,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(PhotoError) -> String? {
        let frame = structure.frame
        let rowByteCount = structure.width * 3
        let start = frame.top * rowByteCount + frame.left * 3
        guard structure.width > 0, structure.height > 0, output.count == rowByteCount * structure.height,
            frame.left + frame.width <= structure.width, frame.top + frame.height <= structure.height,
            let base = output.baseAddress, let stride = Int32(exactly: rowByteCount), start < output.count
        else { throw .libraryFailure("a picture buffer of the wrong size") }
        if frame.width != structure.width || frame.height != structure.height { output.update(repeating: 0) }

        var configuration = WebPDecoderConfig()
        guard WebPInitDecoderConfig(&configuration) != 0 else { throw .libraryFailure("libwebp of another version") }
        let coded = UnsafeBufferPointer(rebasing: bytes[frame.coded.clamped(to: bytes.indices)])
        // The buffer has the size that our own parser read.
        try check(WebPGetFeatures(coded.baseAddress, coded.count, &configuration.input), structure)
        guard Int(configuration.input.width) == frame.width, Int(configuration.input.height) == frame.height else {
            throw .corrupt(reason: "its header is ambiguous")
        }
        configuration.options.use_threads = 0
        configuration.output.colorspace = MODE_RGB
        configuration.output.is_external_memory = 1
        configuration.output.u.RGBA.rgba = base + start
        configuration.output.u.RGBA.stride = stride
        configuration.output.u.RGBA.size = output.count - start
        defer { WebPFreeDecBuffer(&configuration.output) }
        try check(WebPDecode(coded.baseAddress, coded.count, &configuration), structure)
        if !structure.isWhole { return "the file ends early" }
        return structure.isAnimated ? "an animation: only its first frame is read" : nil
    }

    private static func check(_ status: VP8StatusCode, _ structure: WebPStructure) throws(PhotoError) {
        switch status {
        case VP8_STATUS_OK: return
        case VP8_STATUS_OUT_OF_MEMORY: throw .libraryFailure("libwebp has no memory")
        case VP8_STATUS_SUSPENDED, VP8_STATUS_NOT_ENOUGH_DATA: throw .truncated
        case VP8_STATUS_UNSUPPORTED_FEATURE: throw .unsupportedEncoding("WebP of a later version")
        default: throw .corrupt(reason: "libwebp status \(status.rawValue)")
        }
    }
}
