import Foundation
import LoadGenerator
import Testing

struct RecordedTrafficTests {
    private static func traffic(_ lines: String, speed: Double = 1) throws -> RecordedTraffic {
        let folder = FileManager.default.temporaryDirectory.appending(path: "recorded-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let photo = folder.appending(path: "chair.jpg")
        try Data([1, 2, 3]).write(to: photo)
        let lines = lines.replacing("WHOLE", with: photo.path)
        let file = folder.appending(path: "day.jsonl")
        try Data(lines.utf8).write(to: file)
        return try RecordedTraffic(contentsOf: file, speed: speed)
    }

    @Test func init_readsListingsInTheOrderOfTheirMoments() throws {
        let traffic = try Self.traffic(
            """
            {"at": 14, "listing": {"title": "late"}}

            {"at": 10, "listing": {"title": "first", "photos": ["chair.jpg", "WHOLE"], "region": "DE"}}
            {"at": 14, "listing": {"title": "later"}}
            """,
            speed: 2
        )
        #expect(traffic.requests.map(\.title) == ["first", "late", "later"])
        #expect(traffic.offsets == [.zero, .seconds(2), .seconds(2)])
        #expect(traffic.requests[0].region == "DE")
        let photos: [[UInt8]] = traffic.requests[0].photos.map { photo in
            if case .content(let bytes) = photo.source { Array(bytes) } else { [] }
        }
        #expect(photos == [[1, 2, 3], [1, 2, 3]], "by a name beside the file, and by a whole path")
        #expect(Array(ArrivalSchedule(recorded: traffic.offsets)) == traffic.offsets)
    }

    @Test(arguments: [
        ("", "no line in it"), ("{\"at\": 0, \"listing\": {}}\n{\"at\": -1, \"listing\": {}}", "line 2: needs \"at\""),
        ("{\"listing\": {}}", "line 1: needs \"at\""),
        ("{\"at\": 0, \"listing\": {\"photos\": [\"gone.jpg\"]}}", "line 1: cannot read photo 'gone.jpg'"),
        ("nonsense", "line 1"),
        ("{\"at\": 0, \"listing\": {\"price\": {\"amount\": \"x\", \"currency\": \"EUR\"}}}", "price.amount"),
    ])
    func init_onWhatIsNone_namesTheLine(lines: String, what: String) {
        let problem = #expect(throws: RecordedTraffic.Problem.self) { try Self.traffic(lines) }
        #expect(problem?.description.contains(what) == true, "\(problem?.description ?? "")")
    }
}
