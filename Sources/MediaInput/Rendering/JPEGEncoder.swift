import CTurboJPEG

/// Owns one TurboJPEG compressor; one thread at a time. Its files hold a JFIF header and no other metadata.
package struct JPEGEncoder: ~Copyable {
    private let handle: tjhandle

    package init() throws(PhotoError) {
        guard let handle = tjInitCompress() else { throw .libraryFailure("tjInitCompress failed") }
        self.handle = handle
    }

    deinit { tjDestroy(handle) }

    /// Encodes with 4:2:0 subsampling; `quality` is 1–100.
    package func encode(_ bitmap: Bitmap, quality: Int32, isProgressive: Bool = false) throws(PhotoError) -> [UInt8] {
        let (width, height) = (Int32(bitmap.width), Int32(bitmap.height))
        let subsampling = Int32(truncatingIfNeeded: TJSAMP_420.rawValue)
        let capacity = tjBufSize(width, height, subsampling)
        // tjBufSize answers an error as the largest unsigned number.
        guard capacity > 0, capacity < CUnsignedLong(Int32.max) else { throw .libraryFailure("tjBufSize failed") }
        var status: Int32 = -1
        let encoded = [UInt8](unsafeUninitializedCapacity: Int(capacity)) { output, initializedCount in
            // With TJFLAG_NOREALLOC the library writes into our buffer, which has the worst-case size.
            var target = output.baseAddress
            var byteCount = capacity
            status = tjCompress2(
                handle,
                bitmap.bytes,
                width,
                0,
                height,
                TJPF_RGB.intValue,
                &target,
                &byteCount,
                subsampling,
                min(max(quality, 1), 100),
                TJFLAG_NOREALLOC | TJFLAG_ACCURATEDCT | (isProgressive ? TJFLAG_PROGRESSIVE : 0)
            )
            initializedCount = status == 0 ? min(Int(byteCount), Int(capacity)) : 0
        }
        guard status == 0, !encoded.isEmpty else { throw .libraryFailure("tjCompress2 failed") }
        return encoded
    }
}
