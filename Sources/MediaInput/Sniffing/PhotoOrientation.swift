/// How the stored picture must be turned to stand upright: the values of EXIF tag 0x0112 (Exif 2.32, 4.6.4).
public enum PhotoOrientation: Int, Sendable, Equatable, CaseIterable {
    case upright = 1
    case mirrored = 2
    case upsideDown = 3
    case flipped = 4
    case transposed = 5
    /// Turn 90° clockwise to stand upright.
    case turnedLeft = 6
    case transversed = 7
    /// Turn 90° counter-clockwise to stand upright.
    case turnedRight = 8

    /// Whether the upright picture's width is the stored height.
    public var swapsSides: Bool { rawValue >= 5 }

    /// Reads the tag from a PNG eXIf or WebP EXIF chunk, which should not begin with `Exif\0\0` but may: Pillow passes over any number of them.
    package init(prefixedExif bytes: BoundedBytes) {
        var start = 0
        while bytes.starts(with: "Exif\0\0", at: start) { start += 6 }
        self.init(exif: bytes.part(start..<max(start, bytes.count)))
    }

    /// Reads the tag from the body of an `Exif` segment (after `Exif\0\0`); anything malformed or out of range is ``upright``.
    ///
    /// Looks at the first image directory only and reads each of its entries once. Like Pillow, it lets the last of several such tags
    /// win; unlike Pillow, it does not fall back to XMP, which browsers ignore too.
    package init(exif bytes: BoundedBytes) {
        self = .upright
        let isLittleEndian: Bool
        switch (bytes.byte(at: 0), bytes.byte(at: 1)) {
        case (0x49, 0x49): isLittleEndian = true
        case (0x4D, 0x4D): isLittleEndian = false
        default: return
        }
        func number(_ byteCount: Int, at offset: Int) -> Int? {
            var value = 0
            for index in 0..<byteCount {
                guard let byte = bytes.byte(at: offset + (isLittleEndian ? byteCount - 1 - index : index)) else { return nil }
                value = value << 8 | Int(byte)
            }
            return value
        }
        // 4-byte offsets in 64-bit arithmetic: nothing here can overflow.
        guard number(2, at: 2) == 42, let directory = number(4, at: 4), let entryCount = number(2, at: directory) else { return }
        for entry in 0..<entryCount {
            let offset = directory + 2 + entry * 12
            guard let tag = number(2, at: offset), let type = number(2, at: offset + 2), let count = number(4, at: offset + 4)
            else { return }
            guard tag == 0x0112, count >= 1 else { continue }
            let value: Int?
            switch type {
            case 1: value = count <= 4 ? number(1, at: offset + 8) : nil
            case 3: value = count <= 2 ? number(2, at: offset + 8) : nil
            case 4: value = count <= 1 ? number(4, at: offset + 8) : nil
            default: value = nil
            }
            self = value.flatMap(PhotoOrientation.init(rawValue:)) ?? .upright
        }
    }
}
