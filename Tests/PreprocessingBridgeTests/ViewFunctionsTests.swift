import CHolsterPreprocessing
import ModerationCore
import Testing
import TextInput

/// The C functions against ``TextNormaliser`` called directly.
struct ViewFunctionsTests {
    @Test
    func normalise_whenTextIsRandom_equalsNormaliser() throws {
        let reference = try TextNormaliser()
        var normaliser: OpaquePointer?
        var versions = [CChar](repeating: 0, count: 200)
        #expect(holster_normaliser_open(&normaliser, &versions, versions.count, nil, 0) == HOLSTER_OK.rawValue)
        defer { holster_normaliser_close(normaliser) }
        let found = versions.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        #expect(String(decoding: found, as: UTF8.self) == "\(TextNormaliser.version) \(TextNormaliser.dataVersion)")
        for text in BridgeFixtures.texts(count: 300, seed: 3) {
            let expected = reference.normalise(String(decoding: text, as: UTF8.self), field: .title)
            var views: OpaquePointer?
            let count = holster_normalise(normaliser, text, text.count, &views)
            defer { holster_views_close(views) }
            try #require(Int(count) == expected.views.count + 1)
            var view = holster_view()
            #expect(holster_views_get(views, 0, &view) == 0)
            #expect(bytes(view) == Array(expected.original.utf8) && view.starts == nil)
            for (index, one) in expected.views.enumerated() {
                #expect(holster_views_get(views, index + 1, &view) == 0)
                #expect(view.name.map { String(cString: $0) } == one.name && bytes(view) == one.utf8)
                #expect(Array(UnsafeBufferPointer(start: view.starts, count: view.byte_count)) == one.starts)
                #expect(Array(UnsafeBufferPointer(start: view.ends, count: view.byte_count)) == one.ends)
            }
            #expect(holster_views_get(views, Int(count), &view) == HOLSTER_INVALID_ARGUMENT.rawValue)
            #expect(holster_views_get(views, -1, &view) == HOLSTER_INVALID_ARGUMENT.rawValue)
        }
    }

    @Test
    func normalise_whenArgumentIsWrong_returnsItsStatus() {
        let wrong = Int64(HOLSTER_INVALID_ARGUMENT.rawValue)
        var views: OpaquePointer?
        #expect(holster_normalise(nil, nil, 0, &views) == wrong && views == nil)
        #expect(holster_normaliser_open(nil, nil, 0, nil, 0) == HOLSTER_INVALID_ARGUMENT.rawValue)
        holster_views_close(nil)
        holster_normaliser_close(nil)
    }

    private func bytes(_ view: holster_view) -> [UInt8] { Array(UnsafeBufferPointer(start: view.utf8, count: view.byte_count)) }
}
