/// The chunks of a PNG file (W3C PNG, third edition, 5), walked without inflating anything, in time linear in the bytes.
///
/// It exists so that a file is refused for its size or its metadata before libpng spends work on it, and so that libpng sees the chunks
/// that make the picture and no other: no profile, text or gamma reaches it.
package struct PNGStructure {
    package private(set) var width = 0
    package private(set) var height = 0
    package private(set) var bitCount = 0
    package private(set) var colourType = 0
    package private(set) var orientation = PhotoOrientation.upright
    /// Bytes over all eXIf chunks.
    package private(set) var exifByteCount = 0
    /// Bytes over all iCCP chunks, as stored: the profile is compressed, and never inflated.
    package private(set) var profileByteCount = 0
    /// An animation (APNG); what is decoded is its still picture.
    package private(set) var isAnimated = false
    package private(set) var hasEndMarker = false
    /// The PLTE chunk of a palette picture, length and check sum included.
    package private(set) var palette = 0..<0
    /// The first run of IDAT chunks, lengths and check sums included.
    package private(set) var imageData = 0..<0

    /// The signature and the IHDR chunk.
    package static let header = 0..<33

    /// Ends at the end marker or where the bytes do; throws ``PhotoError/truncated`` when that is before the picture's last byte.
    package init(parsing bytes: BoundedBytes) throws(PhotoError) {
        guard bytes.count >= Self.header.upperBound else { throw .truncated }
        guard bytes.long(at: 8) == 13, bytes.starts(with: "IHDR", at: 12) else { throw .corrupt(reason: "no PNG header chunk") }
        try readHeader(bytes.part(16..<29))
        var offset = Self.header.upperBound
        while !hasEndMarker, let length = bytes.long(at: offset), offset + 8 <= bytes.count {
            let end = offset + 12 + length
            guard end <= bytes.count else {
                if imageData.isEmpty || bytes.starts(with: "IDAT", at: offset + 4) { throw .truncated }
                break
            }
            try visit(bytes, offset..<end)
            offset = end
        }
        guard !imageData.isEmpty else { throw .truncated }
        guard colourType != 3 || !palette.isEmpty else { throw .corrupt(reason: "a palette picture without a palette") }
    }

    private mutating func readHeader(_ body: BoundedBytes) throws(PhotoError) {
        guard let width = body.long(at: 0), let height = body.long(at: 4), let bits = body.byte(at: 8),
            let colour = body.byte(at: 9),
            let interlacing = body.byte(at: 12)
        else { throw .truncated }
        let allowed: [Int] =
            switch colour {
            case 0: [1, 2, 4, 8, 16]
            case 3: [1, 2, 4, 8]
            case 2, 4, 6: [8, 16]
            default: []
            }
        guard allowed.contains(Int(bits)) else { throw .corrupt(reason: "a colour type or depth that PNG does not have") }
        guard body.byte(at: 10) == 0, body.byte(at: 11) == 0, interlacing <= 1 else {
            throw .corrupt(reason: "a PNG coding that does not exist")
        }
        self.width = width
        self.height = height
        bitCount = Int(bits)
        colourType = Int(colour)
    }

    private mutating func visit(_ bytes: BoundedBytes, _ chunk: Range<Int>) throws(PhotoError) {
        let body = (chunk.lowerBound + 8)..<(chunk.upperBound - 4)
        func isNamed(_ name: StaticString) -> Bool { bytes.starts(with: name, at: chunk.lowerBound + 4) }
        if isNamed("IDAT") {
            // The picture is one run of them; what comes later belongs to no picture.
            if imageData.isEmpty {
                imageData = chunk
            } else if imageData.upperBound == chunk.lowerBound {
                imageData = imageData.lowerBound..<chunk.upperBound
            }
        } else if isNamed("PLTE") {
            // Beside a true-colour picture it is a hint, which nobody needs.
            guard colourType == 3, imageData.isEmpty else { return }
            guard palette.isEmpty else { throw .corrupt(reason: "a second palette") }
            guard (3...768).contains(body.count), body.count % 3 == 0 else {
                throw .corrupt(reason: "a palette of the wrong length")
            }
            palette = chunk
        } else if isNamed("IEND") {
            hasEndMarker = true
        } else if isNamed("eXIf") {
            exifByteCount += body.count
            orientation = PhotoOrientation(prefixedExif: bytes.part(body))
        } else if isNamed("iCCP") {
            profileByteCount += body.count
        } else if isNamed("acTL") {
            isAnimated = true
        } else if let first = bytes.byte(at: chunk.lowerBound + 4), first & 0x20 == 0 {
            throw .corrupt(reason: "an unknown chunk that a reader must know")
        }
    }
}
