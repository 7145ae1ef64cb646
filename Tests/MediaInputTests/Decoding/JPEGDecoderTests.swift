import Foundation
import MediaInput
import TestSupport
import Testing

struct JPEGDecoderTests {
    /// TurboJPEG reports a warning, although a fatal error follows it and no row is written: what lay in memory before must not become a
    /// picture. The fixture is noise, with a scan cut short and a Huffman table of an index that does not exist.
    @Test func decode_whenWarningThenFatal_throwsCorrupt() throws {
        let file = Repository.root.appending(path: "Tests/Fixtures/warning-then-fatal.jpg")
        let bytes = [UInt8](try Data(contentsOf: file))
        let error = #expect(throws: PhotoError.self) { try PhotoReader().read(bytes[...]) }
        guard case .corrupt = error else {
            Issue.record("expected corrupt, got \(String(describing: error))")
            return
        }
    }
}
