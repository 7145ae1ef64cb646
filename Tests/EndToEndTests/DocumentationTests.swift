import Foundation
import TestSupport
import Testing

/// Documents cite what exists: the files that a check passes through, and the targets of relative links.
struct DocumentationTests {
    @Test func lifeOfARequest_namesFilesThatExist() throws {
        let text = try String(contentsOf: Repository.root.appending(path: "docs/life-of-a-request.md"), encoding: .utf8)
        let named = Set(text.matches(of: #/`([A-Za-z0-9]+(?:\/[A-Za-z0-9+_\-]+)+\.swift)`/#).map { String($0.output.1) })
            .filter { !$0.hasPrefix("Tests/") }
        let missing = named.filter { !Self.exists("Sources/\($0)") }
        #expect(missing.sorted() == [])
        #expect(named.count >= 60)
    }

    @Test func documents_linkToFilesThatExist() throws {
        let documents = try Self.documents()
        #expect(documents.contains("README.md"))
        #expect(documents.contains("docs/life-of-a-request.md"))
        var broken: [String] = []
        for document in documents {
            let file = Repository.root.appending(path: document)
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: #/\]\(([^)\s]+)\)/#) {
                let target = match.output.1.prefix { $0 != "#" }
                guard !target.isEmpty, !target.contains("://"), !target.hasPrefix("mailto:") else { continue }
                let resolved = file.deletingLastPathComponent().appending(path: String(target)).standardizedFileURL
                if !FileManager.default.fileExists(atPath: resolved.path) { broken.append("\(document): \(target)") }
            }
        }
        #expect(broken == [])
    }

    /// The documents at the top and everything under `docs`, relative to the checkout.
    private static func documents() throws -> [String] {
        let top = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
        let below = try FileManager.default.subpathsOfDirectory(atPath: Repository.root.appending(path: "docs").path)
        return (top + below.map { "docs/\($0)" }).filter { $0.hasSuffix(".md") }.sorted()
    }

    private static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: Repository.root.appending(path: path).path)
    }
}
