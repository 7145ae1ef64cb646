import MediaInput
import ModerationPipeline
import Testing

@Suite struct PixelVersionTests {
    @Test(arguments: [
        (PixelMode.exact, false, "exact"), (.exact, true, "exact"), (.fast, false, "fast"), (.fast, true, "fast+pdq"),
    ])
    func description_namesTheReader_andMakesItAgain(mode: PixelMode, fingerprintsPDQ: Bool, name: String) {
        let version = PixelVersion(of: PhotoReader(mode: mode, fingerprintsPDQ: fingerprintsPDQ))
        #expect(version.description == name)
        #expect(PixelVersion(name) == version)
        #expect(PixelVersion(of: version.reader()) == version)
    }

    @Test(arguments: ["", "exact+pdq", "fast+", "fast+pdq+pdq", "+pdq", "Fast", "half", "fast pdq"])
    func description_ofNoReader_isRefused(name: String) {
        #expect(PixelVersion(name) == nil)
    }
}
