import CHolsterPreprocessing
import Foundation
import MediaInput
import PreprocessingBridge
import TestSupport
import Testing

/// Files, the built library and open handles for the tests.
enum BridgeFixtures {
    static let vocabulary = Repository.root.appending(path: "triton-model-repo/distilbert_int8/1/vocab.txt")

    /// What the project renders itself; `broken.jpg` among them cannot be read.
    static let demoPhotos: [URL] = {
        let folder = Repository.root.appending(path: "demo/photos")
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).sorted { $0.path < $1.path }
    }()

    /// The library as the same build made it: beside the tests' own program, or HOLSTER_PREPROCESSING_LIBRARY.
    static var library: URL {
        let given = ProcessInfo.processInfo.environment["HOLSTER_PREPROCESSING_LIBRARY"]
        if let given { return URL(filePath: given) }
        return URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "libholster_preprocessing.so")
    }

    static func withReader<Result>(
        _ options: holster_photo_reader_options = .init(),
        _ body: (OpaquePointer) throws -> Result
    ) throws -> Result {
        var options = options
        var reader: OpaquePointer?
        var message = [CChar](repeating: 1, count: 100)
        let status = holster_photo_reader_open(&options, &reader, &message, message.count)
        #expect(status == HOLSTER_OK.rawValue && message[0] == 0)
        let opened = try #require(reader)
        defer { holster_photo_reader_close(opened) }
        return try body(opened)
    }

    static func withTokenizer<Result>(_ body: (OpaquePointer) throws -> Result) throws -> Result {
        let file = [UInt8](try Data(contentsOf: vocabulary))
        var tokenizer: OpaquePointer?
        #expect(holster_tokenizer_open(file, file.count, 0, &tokenizer, nil, 0) == HOLSTER_OK.rawValue)
        let opened = try #require(tokenizer)
        defer { holster_tokenizer_close(opened) }
        return try body(opened)
    }

    static func text<Characters>(of characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// Texts as bytes: words, look-alikes, emoji, marks, control characters, and malformed UTF-8.
    static func texts(count: Int, seed: UInt64) -> [[UInt8]] {
        var random = SeededRandom(seed: seed)
        let parts: [[UInt8]] = [
            Array("Glock 19 ".utf8), Array("G.L.0.C.K".utf8), Array("gun ".utf8), Array(" ".utf8), Array("Ärger ".utf8),
            Array("п\u{0456}столет".utf8), Array("銃砲".utf8), Array("🔫👨‍👩‍👧".utf8), Array("e\u{301}\u{323}".utf8), Array("[SEP]".utf8),
            Array("\u{200B}\u{00AD}".utf8), [0], [9, 10], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x94],
        ]
        return (0..<count).map { _ in
            (0..<Int.random(in: 0...60, using: &random)).flatMap { _ -> [UInt8] in
                if Bool.random(using: &random) { return parts[Int.random(in: 0..<parts.count, using: &random)] }
                let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) ?? "\u{FFFD}"
                return Array(String(Character(scalar)).utf8)
            }
        }
    }
}
