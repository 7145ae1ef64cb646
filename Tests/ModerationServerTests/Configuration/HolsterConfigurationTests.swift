import MediaInput
import ModerationServer
import Testing

struct HolsterConfigurationTests {
    private func configuration(_ yaml: String, _ environment: [String: String] = [:]) throws -> HolsterConfiguration {
        var source = try SettingsSource(yaml: yaml, fileName: "test.yaml", environment: environment)
        return try HolsterConfiguration(source: &source)
    }

    private func problem(_ yaml: String, _ environment: [String: String] = [:]) -> String {
        do {
            _ = try configuration(yaml, environment)
            return "accepted"
        } catch {
            return "\(error)"
        }
    }

    @Test func load_whenNothingIsSet_usesDefaults() throws {
        let found = try configuration("")
        #expect(found.grpc.endpoint.description == "127.0.0.1:7070")
        #expect(found.limits.photoCount == 12)
        #expect(found.limits.photoByteCount == 8 << 20)
        #expect(found.photoLimits == PhotoReader.Limits())
        #expect(found.effective.allSatisfy { $0.origin == "default" })
    }

    @Test func load_environmentWinsOverFile() throws {
        let found = try configuration(
            "grpc:\n  listen: 127.0.0.1:1\nlimits:\n  photos: 3",
            ["HOLSTER_GRPC_LISTEN": "127.0.0.1:2"]
        )
        #expect(found.grpc.endpoint.description == "127.0.0.1:2")
        #expect(found.limits.photoCount == 3)
        #expect(found.effective.first { $0.key == "grpc.listen" }?.origin == "environment HOLSTER_GRPC_LISTEN")
        #expect(found.effective.first { $0.key == "limits.photos" }?.origin == "test.yaml")
    }

    @Test func load_ofPhotoLimits_convertsUnits() throws {
        let found = try configuration(
            "limits: {photo_kib: 16, photo_megapixels: 3, photo_side: 4, photo_ratio: 5, photo_scans: 6, photo_profile_kib: 7, photo_exif_kib: 8}"
        )
        var expected = PhotoReader.Limits()
        (expected.maxByteCount, expected.maxPixelCount, expected.maxSide, expected.maxRatio) = (16_384, 3_000_000, 4, 5)
        (expected.maxScanCount, expected.maxProfileByteCount, expected.maxExifByteCount) = (6, 7_168, 8_192)
        #expect(found.photoLimits == expected)
    }

    @Test(arguments: [
        ("grpc:\n  lsten: 127.0.0.1:1", "grpc.lsten"),
        ("grpc:\n  listen: nowhere", "grpc.listen"),
        ("limits:\n  photos: many", "limits.photos"),
        ("limits:\n  photos: 9999", "0 to 16"),
        ("log:\n  level: loud", "log.level"),
        ("media:\n  pixel_mode: draft", "media.pixel_mode (test.yaml): must be exact or fast, not 'draft'"),
        ("media:\n  pdq: maybe", "media.pdq (test.yaml): must be true or false, not 'maybe'"),
        ("media:\n  cache_bytes: -1", "media.cache_bytes"),
        ("media:\n  cache_bytes: 64M", "media.cache_bytes"),
        ("- a list", "top level"),
        ("grpc: [1, 2]", "single value"),
        ("grpc: {listen: 'a", "test.yaml"),
    ])
    func load_whenWrong_namesTheSettingAndTheLimit(yaml: String, expected: String) {
        #expect(problem(yaml).contains(expected), "\(problem(yaml))")
    }

    @Test func load_mediaSettings_sayHowPhotosAreRead() throws {
        let standard = try configuration("").media
        #expect(standard.pixelMode == .exact && standard.fingerprintsPDQ && standard.cacheByteCount == 64 << 20)
        let found = try configuration(
            "media: {pixel_mode: exact, pdq: false, cache_bytes: 0}",
            ["HOLSTER_MEDIA_PIXEL_MODE": "fast"]
        )
        #expect(found.media.pixelMode == .fast && !found.media.fingerprintsPDQ && found.media.cacheByteCount == 0)
        let shown = found.effective.filter { $0.key.hasPrefix("media.") }.map { "\($0.key) \($0.value) \($0.origin)" }
        #expect(shown.contains("media.pixel_mode fast environment HOLSTER_MEDIA_PIXEL_MODE"))
        #expect(shown.contains("media.pdq false test.yaml") && shown.contains("media.cache_bytes 0 test.yaml"))
    }

    @Test func load_whenEnvironmentVariableIsUnknown_namesIt() {
        #expect(problem("", ["HOLSTER_GRPC_LSTEN": "x"]).contains("HOLSTER_GRPC_LSTEN"))
        #expect(problem("", ["HOLSTER_TEST_ANYTHING": "x"]) == "accepted")
    }

    @Test func load_neverShowsThePassword() throws {
        let found = try configuration("", ["HOLSTER_REDIS_PASSWORD": "hunter2"])
        #expect(found.redis.password == "hunter2")
        #expect(found.effective.allSatisfy { !$0.value.contains("hunter2") })
        #expect(found.effective.contains { $0.key == "redis.password" && $0.origin == "environment HOLSTER_REDIS_PASSWORD" })
    }

    @Test func load_whenNestedTooDeep_isRefused() {
        let yaml = (0..<20).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(problem(yaml).contains("nested"))
    }
}
