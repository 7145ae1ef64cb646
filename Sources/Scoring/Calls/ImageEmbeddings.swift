/// An image tower's answer for a batch of photos.
struct ImageEmbeddings: Sendable {
    /// FP32 [n,512], little-endian.
    var bytes: ArraySlice<UInt8>
    var version: Int64
}
