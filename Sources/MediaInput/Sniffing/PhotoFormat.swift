/// The file format of a photo, told by its first bytes, never by a name.
public enum PhotoFormat: String, Sendable, Equatable, CaseIterable {
    case jpeg = "JPEG"
    case png = "PNG"
    case webP = "WebP"
    case gif = "GIF"
    case heic = "HEIC"
    case avif = "AVIF"
    case jpegXL = "JPEG XL"
    case jpeg2000 = "JPEG 2000"
    case tiff = "TIFF"
    case bmp = "BMP"
    case pdf = "PDF"
    case unknown = "of an unknown format"

    package init(sniffing bytes: BoundedBytes) {
        func isAt(_ offset: Int, _ values: [UInt8]) -> Bool {
            values.indices.allSatisfy { bytes.byte(at: offset + $0) == values[$0] }
        }
        if isAt(0, [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if isAt(0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.starts(with: "RIFF"), bytes.starts(with: "WEBP", at: 8) {
            self = .webP
        } else if bytes.starts(with: "GIF87a") || bytes.starts(with: "GIF89a") {
            self = .gif
        } else if bytes.starts(with: "ftyp", at: 4) {
            self = Self.isoMedia(bytes)
        } else if isAt(0, [0xFF, 0x0A]) || bytes.starts(with: "JXL ", at: 4) {
            self = .jpegXL
        } else if bytes.starts(with: "jP  ", at: 4) || isAt(0, [0xFF, 0x4F, 0xFF, 0x51]) {
            self = .jpeg2000
        } else if isAt(0, [0x49, 0x49, 0x2A, 0x00]) || isAt(0, [0x4D, 0x4D, 0x00, 0x2A]) {
            self = .tiff
        } else if bytes.starts(with: "BM") {
            self = .bmp
        } else if bytes.starts(with: "%PDF") {
            self = .pdf
        } else {
            self = .unknown
        }
    }

    /// ISO base media files say in their brand what they hold.
    private static func isoMedia(_ bytes: BoundedBytes) -> PhotoFormat {
        if bytes.starts(with: "avif", at: 8) || bytes.starts(with: "avis", at: 8) { return .avif }
        let brands: [StaticString] = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"]
        return brands.contains { bytes.starts(with: $0, at: 8) } ? .heic : .unknown
    }
}
