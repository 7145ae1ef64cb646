import Foundation
import ModerationAPI
import TestSupport
import Testing

struct ListingDocumentTests {
    @Test(arguments: [
        ("12.50", 12_500_000), ("0", 0), ("0.000001", 1), ("7.", 7_000_000), ("9223372036854.775807", Int64.max),
    ])
    func micros_ofDecimals_isExact(text: String, expected: Int64) {
        #expect(ListingDocument.micros(text) == expected)
    }

    @Test(arguments: ["", "-1", "+1", "1e3", "1.0000001", ".5", "1,5", "9223372036854.775808", "１", "1.2.3"])
    func micros_ofAnythingElse_isNil(text: String) {
        #expect(ListingDocument.micros(text) == nil)
    }

    private func write(_ text: String) throws -> URL {
        let file = FileManager.default.temporaryDirectory.appending(path: "listing-\(UUID().uuidString).json")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file
    }

    @Test(arguments: [
        ("{\"title\": 3}", "'title'"), ("{\"price\": {\"amount\": \"1\"}}", "'price.currency'"), ("{", "not valid JSON"),
    ])
    func load_whenWrong_namesTheField(json: String, expected: String) throws {
        let file = try write(json)
        let error = #expect(throws: ListingDocumentError.self) { try ListingDocument(contentsOf: file) }
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    }

    @Test func request_whenPhotoIsAbsent_namesIt() throws {
        let file = try write("{\"photos\": [\"no-such-photo.jpg\"]}")
        let document = try ListingDocument(contentsOf: file)
        let error = #expect(throws: ListingDocumentError.self) {
            try document.request(photosFrom: file.deletingLastPathComponent())
        }
        #expect(error?.description.contains("no-such-photo.jpg") == true)
    }

    @Test func request_ofEveryDemoListing_loads() throws {
        let folder = Repository.root.appending(path: "demo/listings")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).filter {
            $0.pathExtension == "json"
        }
        #expect(files.count >= 9)
        for file in files {
            let request = try ListingDocument(contentsOf: file).request(photosFrom: folder)
            #expect(!request.requestID.isEmpty)
        }
    }
}
