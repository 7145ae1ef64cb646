import Foundation
import MediaInput
import ModerationCore
import TextInput

/// The pieces of work that are measured. Files are read and memory is warm before the clock starts.
enum Work {
    static let names =
        "nothing, pixels MODE PHOTO, resize PHOTO, phash PHOTO, pdq PHOTO, tokens VOCABULARY LISTINGS, listing MODE PHOTO VOCABULARY LISTINGS"

    /// Calls `body` with the work.
    static func run(_ name: String, _ arguments: [String], _ body: (() throws -> Void) throws -> Void) throws {
        switch (name, arguments.count) {
        case ("nothing", 0): try body {}
        case ("pixels", 2): try pixels(try mode(arguments[0]), try bytes(arguments[1]), body)
        case ("resize", 1):
            var target = [UInt8](repeating: 0, count: PixelBuffer.byteCount)
            try target.withUnsafeMutableBufferPointer { target in
                guard let base = target.baseAddress else { return }
                try decoded(arguments[0], body) { ModelPixels.write($0, memory: &$1, into: base) }
            }
        case ("phash", 1): try decoded(arguments[0], body) { _ = PerceptualHash(of: $0, memory: &$1).photoFingerprint }
        case ("pdq", 1): try decoded(arguments[0], body) { _ = PDQHash(of: $0, memory: &$1).photoFingerprint }
        case ("tokens", 2):
            let (tokenizer, listings) = (try tokenizer(arguments[0]), try listings(arguments[1]))
            try body { for text in listings { _ = tokenizer.tokenize(title: text, description: "", maximumCount: 128) } }
        case ("listing", 4):
            let (tokenizer, listings) = (try tokenizer(arguments[2]), try listings(arguments[3]))
            let (reader, photo) = (PhotoReader(mode: try mode(arguments[0])), try bytes(arguments[1]))
            var index = 0
            try body {
                // The digest is not part of the peers' work.
                _ = try reader.read(photo[...], sha256: "")
                _ = tokenizer.tokenize(title: listings[index % listings.count], description: "", maximumCount: 128)
                index += 1
            }
        default: throw PreprocessingBench.Usage()
        }
    }

    private static func pixels(
        _ mode: PixelMode,
        _ photo: [UInt8],
        _ body: (() throws -> Void) throws -> Void
    ) throws {
        let reader = PhotoReader(mode: mode)
        var target = [UInt8](repeating: 0, count: PixelBuffer.byteCount)
        func once() throws {
            try photo.withUnsafeBufferPointer { encoded in
                try target.withUnsafeMutableBufferPointer { target in
                    guard let base = target.baseAddress else { return }
                    try reader.withPicture(encoded, mode: mode) { picture, _, memory in
                        ModelPixels.write(picture, memory: &memory, into: base)
                    }
                }
            }
        }
        try once()
        try body(once)
    }

    private static func decoded(
        _ path: String,
        _ body: (() throws -> Void) throws -> Void,
        _ work: @escaping (DecodedPicture, inout ResamplerMemory) -> Void
    ) throws {
        let bitmap = try PhotoReader().decode(try bytes(path)[...]).upright
        var memory = ResamplerMemory()
        try bitmap.withPicture { picture in
            work(picture, &memory)
            try body { work(picture, &memory) }
        }
    }

    private static func mode(_ name: String) throws -> PixelMode {
        guard let mode = PixelMode(rawValue: name) else { throw PreprocessingBench.Usage() }
        return mode
    }

    private static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }

    private static func tokenizer(_ path: String) throws -> WordPieceTokenizer {
        try WordPieceTokenizer(vocabularyFile: try bytes(path), digest: "")
    }

    /// A JSON array of texts.
    private static func listings(_ path: String) throws -> [String] {
        try JSONDecoder().decode([String].self, from: Data(contentsOf: URL(filePath: path)))
    }
}
