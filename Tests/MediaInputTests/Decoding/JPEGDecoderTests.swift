import Foundation
import MediaInput
import TestSupport
import Testing

struct JPEGDecoderTests {
    /// libjpeg keeps the tables of the file before: one without any must not be read with a stranger's, whatever was read before it.
    @Test func decode_whenTablesAreMissing_isRefusedAfterAGoodFileToo() throws {
        let file = try SamplePhotos.file()
        var stripped = file
        for marker in [0xDB, 0xC4] as [UInt8] {
            while let at = SamplePhotos.offset(of: marker, in: stripped) {
                stripped.removeSubrange(at..<(at + 2 + Int(stripped[at + 2]) << 8 + Int(stripped[at + 3])))
            }
        }
        let reader = PhotoReader()
        let fresh = #expect(throws: PhotoError.self) { try reader.read(stripped[...]) }
        let before = try reader.read(file[...])
        let after = #expect(throws: PhotoError.self) { try reader.read(stripped[...]) }
        #expect(fresh == after)
        #expect(try reader.read(file[...]) == before)
    }

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
