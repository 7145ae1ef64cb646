/// The chunks of a WebP file (RFC 9649), walked without decoding, in time linear in the bytes.
///
/// It exists so that a file is refused for its size or its metadata before libwebp spends work on it, and so that libwebp sees the one
/// chunk that holds the colours: neither alpha, which no picture of ours has, nor any frame of an animation after the first.
package struct WebPStructure {
    /// The colours of one frame and where they lie on the canvas.
    package struct Frame: Equatable {
        package var left = 0
        package var top = 0
        package var width = 0
        package var height = 0
        /// The `VP8 ` or `VP8L` chunk with its eight bytes of head.
        package var coded = 0..<0
    }

    /// The canvas.
    package private(set) var width = 0
    package private(set) var height = 0
    package private(set) var frame = Frame()
    package private(set) var orientation = PhotoOrientation.upright
    /// Bytes over all EXIF chunks.
    package private(set) var exifByteCount = 0
    /// Bytes over all ICCP chunks.
    package private(set) var profileByteCount = 0
    package private(set) var isAnimated = false
    /// Whether every chunk lies within the file.
    package private(set) var isWhole = true

    /// Ends where the RIFF container or the bytes do; throws ``PhotoError/truncated`` when that is before the picture's last byte.
    package init(parsing bytes: BoundedBytes) throws(PhotoError) {
        guard let containerByteCount = bytes.littleEndian(4, at: 4) else { throw .truncated }
        let end = min(bytes.count, containerByteCount + 8)
        isWhole = bytes.count >= containerByteCount + 8
        let content = bytes.part(0..<end)
        if content.starts(with: "VP8X", at: 12) {
            try readExtended(content)
        } else {
            guard let length = content.littleEndian(4, at: 16) else { throw .truncated }
            try readFrame(content, 12..<(20 + length))
            width = frame.width
            height = frame.height
        }
    }

    private mutating func readExtended(_ bytes: BoundedBytes) throws(PhotoError) {
        guard let length = bytes.littleEndian(4, at: 16), let flags = bytes.byte(at: 20),
            let across = bytes.littleEndian(3, at: 24),
            let down = bytes.littleEndian(3, at: 27)
        else { throw .truncated }
        guard length >= 10 else { throw .corrupt(reason: "a WebP header chunk that is too short") }
        width = across + 1
        height = down + 1
        isAnimated = flags & 0x02 != 0
        var offset = 20 + length + length % 2
        while let length = bytes.littleEndian(4, at: offset + 4) {
            let body = (offset + 8)..<(offset + 8 + length)
            if body.upperBound > bytes.count { isWhole = false }
            try visit(bytes, body, hasOrientation: flags & 0x08 != 0)
            offset = body.upperBound + length % 2
        }
        guard !frame.coded.isEmpty else { throw isWhole ? .corrupt(reason: "a WebP file without a picture") : .truncated }
        let isCovering = frame.width == width && frame.height == height
        guard isCovering || isAnimated, frame.left + frame.width <= width, frame.top + frame.height <= height else {
            throw .corrupt(reason: "a frame that does not fit its canvas")
        }
    }

    private mutating func visit(_ bytes: BoundedBytes, _ body: Range<Int>, hasOrientation: Bool) throws(PhotoError) {
        let start = body.lowerBound - 8
        func isNamed(_ name: StaticString) -> Bool { bytes.starts(with: name, at: start) }
        if isNamed("VP8 ") || isNamed("VP8L") {
            guard !isAnimated, frame.coded.isEmpty else { return }
            try readFrame(bytes, start..<body.upperBound)
        } else if isNamed("ANMF") {
            guard isAnimated, frame.coded.isEmpty else { return }
            try readAnimationFrame(bytes, body)
        } else if isNamed("EXIF") {
            if exifByteCount == 0, hasOrientation { orientation = PhotoOrientation(prefixedExif: bytes.part(body)) }
            exifByteCount += body.count
        } else if isNamed("ICCP") {
            profileByteCount += body.count
        }
    }

    /// Finds the colours among the chunks of an animation's frame; its alpha chunk is passed over.
    private mutating func readAnimationFrame(_ bytes: BoundedBytes, _ body: Range<Int>) throws(PhotoError) {
        func number(_ index: Int) -> Int? { bytes.littleEndian(3, at: body.lowerBound + 3 * index) }
        guard let left = number(0), let top = number(1), let across = number(2), let down = number(3) else { throw .truncated }
        var offset = body.lowerBound + 16
        while offset + 8 <= body.upperBound, let length = bytes.littleEndian(4, at: offset + 4) {
            if bytes.starts(with: "VP8 ", at: offset) || bytes.starts(with: "VP8L", at: offset) {
                guard offset + 8 + length <= body.upperBound else { throw .corrupt(reason: "a picture that leaves its frame") }
                try readFrame(bytes, offset..<(offset + 8 + length))
                guard frame.width == across + 1, frame.height == down + 1 else {
                    throw .corrupt(reason: "a frame of another size than its picture")
                }
                frame.left = 2 * left
                frame.top = 2 * top
                return
            }
            offset += 8 + length + length % 2
        }
        throw .corrupt(reason: "a frame without a picture")
    }

    /// Reads the size in the chunk `chunk`: RFC 6386, 9.1, or RFC 9649, 3.4.
    private mutating func readFrame(_ bytes: BoundedBytes, _ chunk: Range<Int>) throws(PhotoError) {
        guard chunk.upperBound <= bytes.count else { throw .truncated }
        let body = bytes.part((chunk.lowerBound + 8)..<chunk.upperBound)
        var found = Frame(coded: chunk)
        if bytes.starts(with: "VP8L", at: chunk.lowerBound) {
            guard let packed = body.littleEndian(4, at: 1) else { throw .truncated }
            guard body.byte(at: 0) == 0x2F, packed >> 29 == 0 else {
                throw .corrupt(reason: "a lossless header that WebP does not have")
            }
            found.width = (packed & 0x3FFF) + 1
            found.height = (packed >> 14 & 0x3FFF) + 1
        } else if bytes.starts(with: "VP8 ", at: chunk.lowerBound) {
            guard let head = body.littleEndian(3, at: 0), let mark = body.littleEndian(3, at: 3),
                let across = body.littleEndian(2, at: 6),
                let down = body.littleEndian(2, at: 8)
            else { throw .truncated }
            guard head & 1 == 0, mark == 0x2A019D else { throw .corrupt(reason: "a lossy picture that is no key frame") }
            found.width = across & 0x3FFF
            found.height = down & 0x3FFF
        } else {
            throw .corrupt(reason: "a WebP file without a picture")
        }
        frame = found
    }
}
