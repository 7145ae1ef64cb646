/// The marker structure of a JPEG file (ITU-T T.81, annex B), walked without decoding, in time linear in the bytes.
///
/// It exists so that a file is refused for its size, its scans or its end before libjpeg spends work on it. It walks as libjpeg's
/// `next_marker` does: garbage between segments is skipped, everything after the end marker is ignored.
package struct JPEGStructure {
    package private(set) var frame: JPEGFrame
    package private(set) var orientation = PhotoOrientation.upright
    package private(set) var scanCount = 0
    /// Scans that are followed by another marker.
    package private(set) var completeScanCount = 0
    package private(set) var hasEndMarker = false
    package private(set) var entropyByteCount = 0
    /// Bytes over all EXIF segments, their marks left out.
    package private(set) var exifByteCount = 0
    /// Bytes over all segments of an ICC profile, their marks and numbers left out.
    package private(set) var profileByteCount = 0

    /// Whether the coded bytes could cover the picture once: Huffman coding takes at least one bit for each 8×8 block.
    package var mayHoldWholeScan: Bool { frame.isArithmetic || entropyByteCount * 8 >= frame.blockCount }

    package init(parsing bytes: BoundedBytes) throws(PhotoError) {
        var walk = Walk(bytes: bytes)
        try walk.run()
        guard let frame = walk.frame else { throw .truncated }
        self.frame = frame
        orientation = walk.orientation ?? .upright
        scanCount = walk.scanCount
        completeScanCount = walk.completeScanCount
        hasEndMarker = walk.hasEndMarker
        entropyByteCount = walk.entropyByteCount
        exifByteCount = walk.exifByteCount
        profileByteCount = walk.profileByteCount
    }

    private struct Walk {
        let bytes: BoundedBytes
        var offset = 2
        var frame: JPEGFrame?
        var orientation: PhotoOrientation?
        var scanCount = 0
        var completeScanCount = 0
        var hasEndMarker = false
        var entropyByteCount = 0
        var exifByteCount = 0
        var profileByteCount = 0

        init(bytes: BoundedBytes) { self.bytes = bytes }

        /// Ends at the end marker or where the bytes do.
        mutating func run() throws(PhotoError) {
            while let marker = nextMarker() {
                switch marker {
                case 0xD9:
                    hasEndMarker = true
                    return
                case 0x01, 0xD0...0xD7:
                    continue
                case 0xD8:
                    throw .corrupt(reason: "a second start marker")
                default:
                    guard let body = try nextBody() else { return }
                    try visit(marker, body)
                }
            }
        }

        /// Moves behind the next marker and returns its second byte; never 0x00 or 0xFF.
        mutating func nextMarker() -> UInt8? {
            while let start = bytes.firstOffset(of: 0xFF, from: offset) {
                offset = start + 1
                while bytes.byte(at: offset) == 0xFF { offset += 1 }
                guard let marker = bytes.byte(at: offset) else { return nil }
                offset += 1
                if marker != 0x00 { return marker }
            }
            return nil
        }

        /// Moves behind the segment at `offset` and returns what follows its length; `nil` where the file ends inside it.
        mutating func nextBody() throws(PhotoError) -> BoundedBytes? {
            guard let length = bytes.word(at: offset) else { return nil }
            guard length >= 2 else { throw .corrupt(reason: "a segment shorter than its own length field") }
            guard offset + length <= bytes.count else { return nil }
            let body = bytes.part((offset + 2)..<(offset + length))
            offset += length
            return body
        }

        mutating func visit(_ marker: UInt8, _ body: BoundedBytes) throws(PhotoError) {
            switch marker {
            case 0xC4, 0xCC:
                break
            case 0xC0...0xCF:
                guard frame == nil else { throw .corrupt(reason: "a second frame header") }
                frame = try JPEGFrame(marker: marker, body: body)
            case 0xDA:
                guard frame != nil else { throw .corrupt(reason: "a scan before the frame header") }
                scanCount += 1
                skipEntropyCodedData()
            case 0xE1 where body.starts(with: "Exif\0\0"):
                exifByteCount += body.count - 6
                if orientation == nil { orientation = PhotoOrientation(exif: body.part(6..<body.count)) }
            case 0xE2 where body.starts(with: "ICC_PROFILE\0"):
                profileByteCount += max(0, body.count - 14)
            default:
                break
            }
        }

        /// Moves to the marker that ends the scan; stuffed zeros, fill bytes and restart markers belong to the scan.
        mutating func skipEntropyCodedData() {
            let start = offset
            while let found = bytes.firstOffset(of: 0xFF, from: offset) {
                var next = found + 1
                while bytes.byte(at: next) == 0xFF { next += 1 }
                guard let marker = bytes.byte(at: next) else { break }
                if marker == 0x00 || (0xD0...0xD7).contains(marker) {
                    offset = next + 1
                    continue
                }
                offset = found
                completeScanCount += 1
                entropyByteCount += found - start
                return
            }
            offset = bytes.count
            entropyByteCount += bytes.count - start
        }
    }
}
