/// A text tower's answer.
struct TextEmbedding: Sendable {
    /// FP32 [1,768], little-endian.
    var bytes: ArraySlice<UInt8>
    var version: Int64
    var vocabularyDigest: String
}
