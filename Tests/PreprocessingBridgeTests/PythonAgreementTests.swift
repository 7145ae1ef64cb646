import CHolsterPreprocessing
import Foundation
import MediaInput
import ModerationCore
import TestSupport
import Testing
import TextInput

/// The Python package, on the library as built, against the server's own code: the same bytes from the same files.
struct PythonAgreementTests {
    struct Question: Encodable {
        var vocabulary = BridgeFixtures.vocabulary.path
        var maxByteCount = 16 * 1_024 * 1_024
        var mode = PixelMode.exact
        var pdq = true
        var photos: [String] = []
        var texts: [Data] = []
    }

    struct Reading: Decodable, Equatable {
        var code = 0
        var pixels: String?
        var phash: String?
        var reliable: Bool?
        var pdq: String?
        var quality: Int?
        var sha256: String?
        var size: [Int]?
        var format: String?
        var warning: String?
    }

    struct Answer: Decodable {
        let photos: [Reading]
        let batch: [Reading]
        let ids: [[Int64]]
        let views: [String]
        let versions: String
    }

    static func answer(_ question: Question) throws -> Answer {
        let output = try Oracle.run(
            "bridge_digests.py",
            arguments: [BridgeFixtures.library.path],
            input: JSONEncoder().encode(question)
        )
        return try JSONDecoder().decode(Answer.self, from: output)
    }

    static func reading(of file: URL, mode: PixelMode, limits: PhotoReader.Limits) throws -> Reading? {
        let content = [UInt8](try Data(contentsOf: file))
        guard let photo = try? PhotoReader(mode: mode, fingerprintsPDQ: true, limits: limits).read(content[...]) else {
            return nil
        }
        return Reading(
            pixels: try ContentDigest.sha256(of: photo.pixels.bytes[...]),
            phash: photo.fingerprint.fingerprint.hexadecimal,
            reliable: photo.fingerprint.isReliable,
            pdq: photo.pdq?.photoFingerprint.fingerprint.hexadecimal ?? "",
            quality: photo.pdq?.quality ?? 0,
            sha256: photo.sha256,
            size: [photo.width, photo.height, photo.orientation.rawValue],
            format: photo.format.rawValue.lowercased(),
            warning: photo.decoderWarning ?? ""
        )
    }

    @Test(.enabled(if: Repository.oraclePython != nil), arguments: PixelMode.allCases)
    func photos_whenReadByPython_equalTheServers(mode: PixelMode) throws {
        let real = ["original", "orientation", "codec", "large"].flatMap { Repository.photos(in: $0) }
        let files = BridgeFixtures.demoPhotos + real
        let answer = try Self.answer(Question(mode: mode, photos: files.map(\.path)))
        try #require(answer.photos.count == files.count && answer.batch.count == files.count)
        var limits = PhotoReader.Limits()
        limits.maxByteCount = 16 * 1_024 * 1_024
        var readable = 0
        for (file, (one, batched)) in zip(files, zip(answer.photos, answer.batch)) {
            let expected = try Self.reading(of: file, mode: mode, limits: limits)
            #expect(one == batched, "\(file.lastPathComponent)")
            if let expected {
                readable += 1
                #expect(one == expected, "\(file.lastPathComponent)")
            } else {
                #expect(one.code < 0, "\(file.lastPathComponent)")
            }
        }
        print(
            "MEASURED Python against the server, \(mode.rawValue): \(files.count) photos, \(readable) readable, all equal unless said"
        )
    }

    @Test(.enabled(if: Repository.oraclePython != nil))
    func texts_whenReadByPython_equalTheServers() throws {
        let texts = BridgeFixtures.texts(count: 3_000, seed: 4)
        let answer = try Self.answer(Question(texts: texts.map { Data($0) }))
        let tokenizer = try TokenFunctionsTests.reference()
        let normaliser = try TextNormaliser()
        try #require(answer.ids.count == texts.count && answer.views.count == texts.count)
        #expect(answer.versions == "\(TextNormaliser.version) \(TextNormaliser.dataVersion)")
        for (index, bytes) in texts.enumerated() {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(answer.ids[index] == tokenizer.tokenize(title: text, description: "", maximumCount: 128).ids)
            #expect(answer.views[index] == (try Self.digest(normaliser.normalise(text, field: .title))))
        }
    }

    static func digest(_ text: NormalisedText) throws -> String {
        var bytes = Array(text.original.utf8)
        for view in text.views {
            bytes += Array(view.name.utf8) + withUnsafeBytes(of: UInt64(view.utf8.count).littleEndian, Array.init) + view.utf8
            for offset in view.starts + view.ends { bytes += withUnsafeBytes(of: offset.littleEndian, Array.init) }
        }
        return try ContentDigest.sha256(of: bytes[...])
    }
}
