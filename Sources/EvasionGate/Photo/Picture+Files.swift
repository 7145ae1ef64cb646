import MediaInput

extension Picture {
    /// A photo as the server sees it, upright.
    package init(decoding content: ArraySlice<UInt8>) throws {
        self.init(try PhotoCorpus.reader.decode(content).upright)
    }

    /// Scaled until it covers these sides, each of 1 pixel at least, and cut to them around its middle.
    package func fitted(width newWidth: Int, height newHeight: Int) -> Picture {
        let scale = max(Double(newWidth) / Double(width), Double(newHeight) / Double(height))
        let scaled = resized(
            width: max(newWidth, Int((Double(width) * scale).rounded())),
            height: max(newHeight, Int((Double(height) * scale).rounded()))
        )
        let (left, top) = ((scaled.width - newWidth) / 2, (scaled.height - newHeight) / 2)
        return scaled.rearranged(width: newWidth, height: newHeight) { ($0 + left, $1 + top) }
    }

    /// `nil` for a picture of no pixels.
    package func jpeg(quality: Int) throws(PhotoError) -> [UInt8]? {
        guard let bitmap else { return nil }
        return try JPEGEncoder().encode(bitmap, quality: Int32(clamping: quality))
    }
}
