import Foundation
import ModerationCore
import Recording
import Testing

@Suite struct PhotoFolderTests {
    @Test func append_withoutACase_keepsNoPhoto() async throws {
        let fixture = try StoreFixture()
        try await fixture.store.append(Sample.record("r", photos: [Sample.photo(1)]))
        #expect(try fixture.photoFiles().isEmpty)
    }

    @Test func append_ofTheSamePhotoTwice_keepsOneFile() async throws {
        let fixture = try StoreFixture()
        let photo = Sample.photo(1)
        try await fixture.store.append(Sample.record("a", decision: .review, priority: .normal, photos: [photo, photo]))
        try await fixture.store.append(Sample.record("b", decision: .review, priority: .normal, photos: [photo]))
        let digest = Sample.digest(of: photo)
        #expect(try fixture.photoFiles() == ["\(digest.prefix(2))/\(digest)"])
        #expect(fixture.store.statistics.photoCount == 1)
        #expect(fixture.store.statistics.knownPhotoCount == 2)
    }

    @Test func append_beyondTheByteLimit_keepsTheRenderingAndSaysSo() async throws {
        let fixture = try StoreFixture {
            $0.photoByteLimit = 2_500
            $0.reducer = { photo in photo.first == 0 ? nil : Array(photo.prefix(10)) }
        }
        let photos = [1, 2, 3].map { Sample.photo($0) }
        let unreadable = [0] + Sample.photo(9)
        try await fixture.store.append(Sample.record("r", decision: .block, priority: .normal, photos: photos + [unreadable]))
        let found = try #require(try await fixture.store.reviewCase(id: "case-r"))
        let annotation = try #require(found.verdict.annotations.first { $0.code == .evidenceReduced })
        #expect(annotation.detail.hasPrefix("photo 2 kept at 512 pixels; photo 3 not kept (the photo folder is full"))
        #expect(try await fixture.store.photo(digest: found.photoDigests[1]) == photos[1])
        #expect(try await fixture.store.photo(digest: found.photoDigests[2]) == Array(photos[2].prefix(10)))
        #expect(try await fixture.store.photo(digest: found.photoDigests[3]) == nil)
        #expect(fixture.store.statistics.reducedPhotoCount == 1)
        #expect(fixture.store.statistics.lostPhotoCount == 1)
        // The answer that was given is not rewritten: only the case carries the annotation.
        #expect(try await fixture.store.verdict(requestID: "r")?.verdict.annotations.isEmpty == true)
        // What is known already costs nothing, however full.
        try await fixture.store.append(Sample.record("again", decision: .block, priority: .normal, photos: [photos[0]]))
        #expect(try await fixture.store.reviewCase(id: "case-again")?.verdict.annotations.isEmpty == true)
    }

    @Test func open_onAFolderWithPhotos_countsThemTowardsTheLimit() async throws {
        let fixture = try StoreFixture()
        try await fixture.store.append(Sample.record("a", decision: .review, priority: .normal, photos: [Sample.photo(1)]))
        try await fixture.store.close()
        let again = try StoreFixture.open(fixture.folder) { $0.photoByteLimit = 1_500 }
        try await again.append(Sample.record("b", decision: .review, priority: .normal, photos: [Sample.photo(2)]))
        #expect(again.statistics.lostPhotoCount == 1)
        try await again.close()
    }

    @Test func append_whenPhotosInMemoryAreTooMany_keepsTheCaseWithoutThem() async throws {
        let fixture = try StoreFixture { $0.pendingPhotoByteLimit = 500 }
        try await fixture.store.append(Sample.record("r", decision: .review, priority: .high, photos: [Sample.photo(1)]))
        let found = try await fixture.store.reviewCase(id: "case-r")
        #expect(found?.verdict.annotations.map(\.code) == [.evidenceReduced])
        #expect(fixture.store.statistics.lostPhotoCount == 1)
    }

    @Test func append_whenTheDiskIsSlow_answersAndWritesAllTheSame() async throws {
        let diskGoesOn = DispatchSemaphore(value: 0)
        let fixture = try StoreFixture {
            $0.photoWait = .zero
            $0.photoByteLimit = 0
            // Stands in for a slow disk: it goes on when the answer is out.
            $0.reducer = { photo in
                diskGoesOn.wait()
                return Array(photo)
            }
        }
        try await fixture.store.append(Sample.record("r", decision: .review, priority: .high, photos: [Sample.photo(1)]))
        diskGoesOn.signal()
        try await fixture.store.close()
        #expect(fixture.store.statistics.latePhotoCount == 1)
        #expect(try fixture.photoFiles().count == 1)
    }

    @Test(arguments: ["", "../../../../etc/passwd", String(repeating: "G", count: 64), String(repeating: "a", count: 63) + "/"])
    func append_withADigestThatIsNone_writesNoFile(digest: String) async throws {
        let fixture = try StoreFixture()
        var record = Sample.record("r", decision: .review, priority: .high, photos: [Sample.photo(1)])
        record.photoDigests = [digest]
        try await fixture.store.append(record)
        #expect(try fixture.photoFiles().isEmpty)
        #expect(try await fixture.store.reviewCase(id: "case-r")?.photoDigests == [digest])
        #expect(try await fixture.store.photo(digest: digest) == nil)
    }

    @Test func append_whenThePhotoFolderIsGone_keepsTheCase() async throws {
        let fixture = try StoreFixture()
        try FileManager.default.removeItem(atPath: fixture.folder + "/photos")
        try await fixture.store.append(Sample.record("r", decision: .review, priority: .high, photos: [Sample.photo(1)]))
        #expect(try await fixture.store.reviewCase(id: "case-r")?.verdict.annotations.map(\.code) == [.evidenceReduced])
    }
}
