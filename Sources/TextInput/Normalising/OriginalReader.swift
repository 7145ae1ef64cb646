import ModerationCore

/// The views that are read from the original; the others are made of them.
struct OriginalViews {
    var folded: TextView
    var skeleton: TextView
    /// `skeleton` with Cyrillic words transliterated; `nil` without such words.
    var transliterated: TextView?
}

/// Reads a text cluster by cluster into the `folded` and `skeleton` views.
struct OriginalReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var cursor: ClusterCursor
    private var reader: ClusterReader
    private var folded: ViewBuilder
    private var skeleton: SkeletonBuilder

    /// `bytes` are the text's, and outlive this.
    init(of text: String, bytes: UnsafeBufferPointer<UInt8>, by reader: ClusterReader) {
        self.bytes = bytes
        self.reader = reader
        cursor = ClusterCursor(text, bytes: bytes)
        folded = ViewBuilder(capacity: bytes.count)
        skeleton = SkeletonBuilder(capacity: bytes.count)
    }

    mutating func views() -> OriginalViews? {
        while true {
            if let byte = cursor.nextASCII() {
                append(ascii: byte, at: cursor.offset - 1)
            } else if let cluster = cursor.next() {
                append(cluster.range, single: cluster.single)
            } else {
                break
            }
        }
        skeleton.finish(reader.readings)
        guard let plain = folded.views(named: .folded).first, let read = skeleton.view.views(named: .skeleton).first else {
            return nil
        }
        return OriginalViews(
            folded: plain,
            skeleton: read,
            transliterated: skeleton.transliterated?.views(named: .phonetic).first
        )
    }

    private mutating func append(ascii byte: UInt8, at offset: Int) {
        let lower = ScalarClass.of(ascii: byte) == .letter ? byte | 0x20 : byte
        let start = UInt32(clamping: offset)
        folded.append(lower, start: start, end: start &+ 1)
        skeleton.append(ascii: lower, start: start, readings: reader.readings)
    }

    private mutating func append(_ cluster: Range<Int>, single: Unicode.Scalar?) {
        if cluster.count == 1, bytes[cluster.lowerBound] < 0x80 {
            append(ascii: bytes[cluster.lowerBound], at: cluster.lowerBound)
        } else if let single {
            append(reading: reader.index(of: single), of: cluster)
        } else {
            var start = cluster.lowerBound
            while start < cluster.upperBound {
                let part = start..<cursor.endOfPart(from: start, to: cluster.upperBound)
                append(reading: reader.index(ofCluster: part, in: bytes), of: cluster)
                start = part.upperBound
            }
        }
    }

    private mutating func append(reading index: Int, of cluster: Range<Int>) {
        let (start, end) = (UInt32(clamping: cluster.lowerBound), UInt32(clamping: cluster.upperBound))
        folded.append(reader.readings[index].folded, start: start, end: end)
        skeleton.append(reading: index, start: start, end: end, readings: reader.readings)
    }
}
