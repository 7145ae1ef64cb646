import Foundation
import MediaInput
import TestSupport

/// Pictures and files made from a seed, for tests that need no oracle.
enum SamplePhotos {
    static func bitmap(width: Int, height: Int, _ colour: (Int, Int) -> (UInt8, UInt8, UInt8)) -> Bitmap? {
        var bytes: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let (red, green, blue) = colour(x, y)
                bytes += [red, green, blue]
            }
        }
        return Bitmap(width: width, height: height, bytes: bytes)
    }

    static func noise(width: Int, height: Int, seed: UInt64) -> Bitmap? {
        var random = SeededRandom(seed: seed)
        return bitmap(width: width, height: height) { _, _ in
            let word = random.next()
            return (UInt8(truncatingIfNeeded: word), UInt8(truncatingIfNeeded: word >> 8), UInt8(truncatingIfNeeded: word >> 16))
        }
    }

    static func file(width: Int = 48, height: Int = 32, seed: UInt64 = 1, isProgressive: Bool = false) throws -> [UInt8] {
        guard let bitmap = noise(width: width, height: height, seed: seed) else { return [] }
        return try JPEGEncoder().encode(bitmap, quality: 80, isProgressive: isProgressive)
    }

    /// `file` with a segment put right behind its start marker.
    static func inserting(marker: UInt8, body: [UInt8], into file: [UInt8]) -> [UInt8] {
        let length = body.count + 2
        return Array(file[..<2]) + [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)] + body + Array(file[2...])
    }

    static func exif(orientation: UInt8) -> [UInt8] {
        Array("Exif\0\0MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
    }

    /// The offset of the first segment `0xFF marker`, found by its bytes.
    static func offset(of marker: UInt8, in file: [UInt8]) -> Int? {
        file.indices.dropLast().first { file[$0] == 0xFF && file[$0 + 1] == marker }
    }

    /// `file` with its frame header's fields overwritten.
    static func withFrame(
        _ file: [UInt8],
        marker: UInt8 = 0xC0,
        bitCount: UInt8? = nil,
        width: Int? = nil,
        height: Int? = nil
    ) -> [UInt8] {
        guard let frame = offset(of: marker, in: file) else { return [] }
        var changed = file
        if let bitCount { changed[frame + 4] = bitCount }
        if let height { changed.replaceSubrange((frame + 5)..<(frame + 7), with: [UInt8(height >> 8), UInt8(height & 255)]) }
        if let width { changed.replaceSubrange((frame + 7)..<(frame + 9), with: [UInt8(width >> 8), UInt8(width & 255)]) }
        return changed
    }

    static func shared(_ path: String) -> [UInt8]? {
        guard let folder = Repository.sharedData, let data = try? Data(contentsOf: folder.appending(path: "photos/\(path)"))
        else {
            return nil
        }
        return [UInt8](data)
    }
}

extension PhotoReader {
    func read(_ content: [UInt8]) throws(PhotoError) -> ReadPhoto { try read(content[...]) }

    /// The error that reading ends in; `nil` when it succeeds.
    func failure(of content: [UInt8]) -> PhotoError? {
        do {
            _ = try read(content[...])
            return nil
        } catch {
            return error
        }
    }
}
