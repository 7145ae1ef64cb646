import Foundation
import MediaInput
import ModerationServer
import Testing

struct ModelRepositoryCatalogTests {
    private let vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\noak\nchair\n"

    private func repository(_ versions: [(Int, String)]) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "holster-catalog-\(UUID().uuidString)")
        for (version, digest) in versions { try add(version, digest, to: folder) }
        return folder
    }

    private func add(_ version: Int, _ digest: String, to folder: URL, file: String = "vocab.txt", tokenizer: String? = nil)
        throws
    {
        let directory = folder.appending(path: "distilbert_int8/\(version)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try vocabulary.write(to: directory.appending(path: "vocab.txt"), atomically: true, encoding: .utf8)
        let casing = tokenizer.map { ", \"tokenizer\": \($0)" } ?? ""
        let manifest =
            "{\"model\": \"distilbert_int8\", \"version\": \(version), \"vocabulary\": {\"file\": \"\(file)\", \"sha256\": \"\(digest)\"}\(casing)}"
        try manifest.write(to: directory.appending(path: "manifest.json"), atomically: true, encoding: .utf8)
    }

    private var digest: String { (try? ContentDigest.sha256(of: Array(vocabulary.utf8)[...])) ?? "" }

    @Test func refresh_findsVersions_andForgetsThoseThatAreGone() throws {
        let folder = try repository([(1, digest)])
        let catalog = ModelRepositoryCatalog(repository: folder.path)
        catalog.refresh()
        #expect(catalog.versions == [1])
        try add(2, digest, to: folder)
        catalog.refresh()
        #expect(catalog.versions == [1, 2])
        #expect(
            catalog.tokenizer(forTextTowerVersion: nil)?.tokenize(title: "oak", description: "chair", maximumCount: 128).ids == [
                2, 5, 6, 3,
            ]
        )
        #expect(catalog.tokenizer(forTextTowerVersion: 3) == nil)
        try FileManager.default.removeItem(at: folder.appending(path: "distilbert_int8/2"))
        catalog.refresh()
        #expect(catalog.versions == [1])
        #expect(catalog.tokenizer(forTextTowerVersion: 2) != nil, "Triton may serve it until it is told otherwise")
        #expect(catalog.problems.isEmpty)
    }

    @Test func refresh_whenTheTwinsVocabularyDiffers_reportsIt() throws {
        let folder = try repository([(1, digest)])
        let twin = folder.appending(path: "distilbert_int8_cpu/1")
        try FileManager.default.createDirectory(at: twin, withIntermediateDirectories: true)
        try (vocabulary + "table\n").write(to: twin.appending(path: "vocab.txt"), atomically: true, encoding: .utf8)
        let other = try ContentDigest.sha256(of: Array((vocabulary + "table\n").utf8)[...])
        try
            "{\"model\": \"distilbert_int8_cpu\", \"version\": 1, \"vocabulary\": {\"file\": \"vocab.txt\", \"sha256\": \"\(other)\"}}"
            .write(to: twin.appending(path: "manifest.json"), atomically: true, encoding: .utf8)
        let catalog = ModelRepositoryCatalog(repository: folder.path)
        catalog.refresh()
        #expect(catalog.problems.first?.contains("differs") == true)
    }

    @Test func refresh_whenTheManifestIsOfAnotherVersion_isRefused() throws {
        let folder = try repository([(1, digest)])
        try FileManager.default.copyItem(
            at: folder.appending(path: "distilbert_int8/1"),
            to: folder.appending(path: "distilbert_int8/2")
        )
        let catalog = ModelRepositoryCatalog(repository: folder.path)
        catalog.refresh()
        #expect(catalog.versions == [1])
        #expect(catalog.problems.first?.contains("version 1") == true)
    }

    @Test(
        arguments: [
            (nil, [2, 5, 6, 3]), ("{}", [2, 5, 6, 3]), ("{\"casing\": \"uncased\"}", [2, 5, 6, 3]),
            ("{\"casing\": \"cased\"}", [2, 1, 6, 3]),
        ] as [(String?, [Int64])]
    )
    func refresh_readsTheTokenizersCasing(tokenizer: String?, ids: [Int64]) throws {
        let folder = try repository([])
        try add(1, digest, to: folder, tokenizer: tokenizer)
        let catalog = ModelRepositoryCatalog(repository: folder.path)
        catalog.refresh()
        let found = catalog.tokenizer(forTextTowerVersion: 1)
        #expect(found?.tokenize(title: "Oak", description: "chair", maximumCount: 128).ids == ids)
    }

    @Test func refresh_whenTheCasingIsUnknown_namesIt() throws {
        let folder = try repository([])
        try add(1, digest, to: folder, tokenizer: "{\"casing\": \"upper\"}")
        let catalog = ModelRepositoryCatalog(repository: folder.path)
        catalog.refresh()
        #expect(catalog.versions.isEmpty)
        #expect(catalog.problems.first?.contains("'upper'") == true)
    }

    @Test func refresh_whenDigestDiffers_reportsAndOffersNothing() throws {
        let folder = try repository([(1, String(repeating: "0", count: 64))])
        let catalog = ModelRepositoryCatalog(repository: folder.path)
        catalog.refresh()
        #expect(catalog.versions.isEmpty)
        #expect(catalog.problems.first?.contains("SHA-256") == true)
    }

    @Test func refresh_whenVocabularyPathLeavesTheDirectory_isRefused() throws {
        let folder = try repository([])
        try add(1, digest, to: folder, file: "../1/vocab.txt")
        let catalog = ModelRepositoryCatalog(repository: folder.path)
        catalog.refresh()
        #expect(catalog.versions.isEmpty)
        #expect(catalog.problems.first?.contains("file name") == true)
    }

    @Test func refresh_whenRepositoryIsAbsent_hasNothing() {
        let catalog = ModelRepositoryCatalog(repository: "/nonexistent/holster")
        catalog.refresh()
        #expect(catalog.versions.isEmpty)
        #expect(catalog.tokenizer(forTextTowerVersion: nil) == nil)
    }
}
