import CPNG

/// Decodes PNG through libpng, whose errors do not leave the C function that holds the whole decode; any thread.
package enum PNGDecoder {
    /// Fills `output` with the picture: RGB, 8 bits each, row-major, exactly `width × height × 3` bytes; returns what is odd about the file.
    ///
    /// As Pillow's `convert("RGB")`: alpha and transparent colours are dropped with the colour kept, gamma and profiles ignored, 16-bit samples
    /// cut to their high byte. Unlike Pillow, which turns every grey of 16 bits above 255 white, that holds for grey as well: it is what
    /// browsers show. Holds two rows and a 32 KiB window beside the output. Throws ``PhotoError/corrupt(reason:)``,
    /// ``PhotoError/truncated`` and ``PhotoError/libraryFailure(_:)``.
    package static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>,
        structure: PNGStructure,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(PhotoError) -> String? {
        guard let width = UInt32(exactly: structure.width), let height = UInt32(exactly: structure.height),
            structure.width > 0, structure.height > 0, output.count == structure.width * structure.height * 3
        else { throw .libraryFailure("a picture buffer of the wrong size") }
        let end: [UInt8] = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]
        var picture = holster_png_picture()
        picture.output = output.baseAddress
        picture.width = width
        picture.height = height
        let status = end.withUnsafeBufferPointer { end in
            let pieces = [PNGStructure.header, structure.palette, structure.imageData].map {
                UnsafeBufferPointer(rebasing: bytes[$0.clamped(to: bytes.indices)])
            }
            let parts = (pieces + [end]).filter { !$0.isEmpty }.map { holster_png_part(bytes: $0.baseAddress, count: $0.count) }
            return holster_png_decode(parts, parts.count, &picture)
        }
        switch status {
        case 0: break
        case 1 where !structure.hasEndMarker: throw .truncated
        case 1: throw .corrupt(reason: text(of: picture))
        default: throw .libraryFailure("libpng has no memory")
        }
        if !structure.hasEndMarker { return "the end marker is missing" }
        return structure.isAnimated ? "an animation: only its still picture is read" : nil
    }

    private static func text(of picture: holster_png_picture) -> String {
        withUnsafeBytes(of: picture.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
