import Foundation
import LoadGenerator
import ModerationAPI
import TestSupport
import Testing

struct WorkloadTests {
    private static func workload(_ changes: String) throws -> Workload {
        let folder = FileManager.default.temporaryDirectory.appending(path: "workload-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let photos = Repository.root.appending(path: "demo/photos").path
        let file = folder.appending(path: "load.yaml")
        let text = """
            version: 1
            seed: 4
            photos: { from: \(photos), limit: 6 }
            known_bad: { from: \(photos)/known-bad.jpg, rate: 0.2 }
            \(changes)
            """
        try Data(text.utf8).write(to: file)
        return try Workload(file: file)
    }

    private static func photo(_ photo: HolsterV1.Photo) -> [UInt8] {
        if case .content(let bytes) = photo.source { Array(bytes) } else { [] }
    }

    @Test func request_hasTheSharesOfTheFile() throws {
        let workload = try Self.workload(
            """
            obfuscated_rate: 0.1
            languages: { en: 3, de: 1 }
            kinds: [{ weight: 1 }, { weight: 3, photos: [1, 3], width: 320, height: 200, quality: 60 }]
            """
        )
        let requests = (0..<2_000).map(workload.request)
        func share(_ matches: (HolsterV1.CheckRequest) -> Bool) -> Double { Double(requests.count(where: matches)) / 2_000 }
        #expect(abs(share { $0.photos.isEmpty } - 0.25) < 0.04)
        #expect(abs(share { $0.language == "de" } - 0.25) < 0.04)
        #expect(abs(share { $0.title.contains("box and papers") } - 0.1) < 0.03)
        #expect(Set(requests.map(\.photos.count)) == [0, 1, 2, 3])
        #expect(
            requests.allSatisfy { !$0.title.isEmpty && !$0.description.isEmpty && $0.requestID.isEmpty && !$0.sellerID.isEmpty }
        )
        // Every photo is a JPEG of the size that was asked for: its frame header says so.
        let photos = requests.flatMap(\.photos).map(Self.photo)
        #expect(photos.allSatisfy { $0.starts(with: [0xFF, 0xD8]) && Self.size($0).map { $0 == (320, 200) } == true })
        #expect(Set(photos).count == photos.count, "each is a file of its own")
        let pictures = requests.compactMap(\.photos.first).map { Self.photo($0).suffix(4_000) }
        let firsts = Dictionary(grouping: pictures) { $0 }.values.map(\.count)
        #expect(firsts.reduce(0, +) == requests.count { !$0.photos.isEmpty })
        // One of five begins with the same photo.
        #expect(Double(firsts.max() ?? 0) / Double(firsts.reduce(0, +)) > 0.2)
    }

    @Test func request_isTheSameWheneverItIsAskedFor() throws {
        let text = "duplicate_rate: 0.3\nkinds: [{ photos: 1 }]"
        let (one, other) = (try Self.workload(text), try Self.workload(text))
        for index in [0, 1, 17, 999] {
            #expect(one.request(index).title == other.request(index).title)
            #expect(one.request(index).photos.map(Self.photo) == other.request(index).photos.map(Self.photo))
        }
    }

    @Test func request_repeatsEarlierListings() throws {
        let workload = try Self.workload("duplicate_rate: 0.3\nkinds: [{ photos: [0, 2], width: 64, height: 64 }]")
        var seen: [String: HolsterV1.CheckRequest] = [:]
        var repeats = 0
        for index in 0..<2_000 {
            let request = workload.request(index)
            if let first = seen.updateValue(request, forKey: request.listingID) {
                repeats += 1
                #expect(first.title == request.title && first.photos.map(Self.photo) == request.photos.map(Self.photo))
            }
        }
        #expect(abs(Double(repeats) / 2_000 - 0.3) < 0.04)
    }

    @Test func init_whereNoPhotoIs_namesTheField() throws {
        let problem = #expect(throws: WorkloadFile.Problem.self) {
            let file = FileManager.default.temporaryDirectory.appending(path: "w-\(UUID().uuidString).yaml")
            try Data("version: 1\nphotos: { from: nowhere }\nkinds: [{ photos: 1 }]".utf8).write(to: file)
            _ = try Workload(file: file)
        }
        #expect(problem?.description.hasPrefix("photos.from: ") == true)
    }

    /// Width and height from the first frame header (ITU T.81, B.2.2).
    private static func size(_ jpeg: [UInt8]) -> (Int, Int)? {
        var index = 2
        while index + 9 < jpeg.count, jpeg[index] == 0xFF {
            let marker = jpeg[index + 1]
            if (0xC0...0xC2).contains(marker) {
                return (Int(jpeg[index + 7]) << 8 | Int(jpeg[index + 8]), Int(jpeg[index + 5]) << 8 | Int(jpeg[index + 6]))
            }
            index += 2 + (Int(jpeg[index + 2]) << 8 | Int(jpeg[index + 3]))
        }
        return nil
    }
}
