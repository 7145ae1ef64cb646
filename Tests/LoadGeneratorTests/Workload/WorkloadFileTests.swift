import Foundation
import LoadGenerator
import TestSupport
import Testing

struct WorkloadFileTests {
    private static let whole = """
        version: 1
        seed: 9
        photos: { from: pictures, limit: 20 }
        known_bad: { from: bad.jpg, rate: 0.5 }
        duplicate_rate: 0.25
        obfuscated_rate: 0.1
        languages: { en: 3, zh: 1 }
        categories: { tools: 2, toys: 1 }
        regions: { DE: 1 }
        kinds:
          - { photos: 0 }
          - { weight: 4, photos: [1, 12], width: 1024, height: 768, quality: 70 }
        """

    @Test func init_readsEveryField() throws {
        let file = try WorkloadFile(yaml: Self.whole)
        #expect(file.seed == 9 && file.photoFolder == "pictures" && file.photoLimit == 20)
        #expect(file.knownBadFolder == "bad.jpg" && file.knownBadRate == 0.5 && file.duplicateRate == 0.25)
        #expect(file.obfuscatedRate == 0.1 && file.languages.map(\.name) == ["en", "zh"] && file.languages[0].weight == 3)
        #expect(file.categories.map(\.name) == ["tools", "toys"] && file.regions.map(\.name) == ["DE"])
        #expect(file.kinds.count == 2 && file.kinds[0].photoCounts == 0...0 && file.kinds[1].photoCounts == 1...12)
        #expect(file.kinds[1].size == WorkloadFile.Size(width: 1_024, height: 768) && file.kinds[1].quality == 70)
    }

    @Test(arguments: [
        ("", "the file: fields are needed"), ("version: 2\nkinds: [{}]", "version: a whole number from 1 to 1"),
        ("kinds: [{}]", "version: required"), ("version: 1", "kinds: one at least"),
        ("version: 1\nkinds: {}", "kinds: a list is needed"),
        ("version: 1\nspeed: 3\nkinds: [{}]", "speed: unknown; the fields are version"),
        ("version: 1\nkinds: [{ photos: 13 }]", "kinds[0].photos: a whole number from 0 to 12"),
        ("version: 1\nkinds: [{ photos: [3, 1] }]", "kinds[0].photos"),
        ("version: 1\nkinds: [{}, { wait: 1 }]", "kinds[1].wait: unknown"),
        ("version: 1\nkinds: [{ photos: 1 }]", "photos.from: required"), ("version: 1\nkinds: [{ weight: 0 }]", "above 0"),
        ("version: 1\nkinds: [{ width: 800 }]", "kinds[0].width and height: both or neither"),
        ("version: 1\nduplicate_rate: 2\nkinds: [{}]", "duplicate_rate: a number from 0.0 to 1.0"),
        ("version: 1\nregions: { DE: 0 }\nkinds: [{}]", "regions: one must have a weight above 0"),
        ("version: 1\nlanguages: { xx: 1 }\nkinds: [{}]", "languages.xx: none of de, en"), ("a: [", "line"),
    ])
    func init_onWhatIsNone_namesTheField(yaml: String, what: String) {
        let problem = #expect(throws: WorkloadFile.Problem.self) { try WorkloadFile(yaml: yaml) }
        #expect(problem?.description.contains(what) == true, "\(problem?.description ?? "")")
    }

    @Test func init_ofTheOneThatIsShipped_isRead() throws {
        let url = Repository.root.appending(path: "config/workloads/mixed.yaml")
        let file = try WorkloadFile(yaml: String(contentsOf: url, encoding: .utf8))
        #expect(file.kinds.count == 3)
    }
}
