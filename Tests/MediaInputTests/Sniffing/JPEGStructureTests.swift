import MediaInput
import Testing

struct JPEGStructureTests {
    private func parse(_ bytes: [UInt8]) throws(PhotoError) -> JPEGStructure {
        try bytes.withUnsafeBufferPointer { buffer throws(PhotoError) in try JPEGStructure(parsing: BoundedBytes(buffer)) }
    }

    @Test func init_ofBaseline_findsOneCompleteScan() throws {
        let structure = try parse(SamplePhotos.file())
        #expect(structure.scanCount == 1)
        #expect(structure.completeScanCount == 1)
        #expect(structure.hasEndMarker)
        #expect(structure.frame.width == 48 && structure.frame.height == 32 && structure.frame.componentCount == 3)
        #expect(!structure.frame.isProgressive && !structure.frame.isArithmetic)
        #expect(structure.frame.blockCount == 24)
    }

    @Test func init_ofProgressive_countsEveryScan() throws {
        let structure = try parse(SamplePhotos.file(isProgressive: true))
        #expect(structure.scanCount == 10)
        #expect(structure.completeScanCount == 10)
        #expect(structure.frame.isProgressive)
    }

    @Test func init_whenSegmentsArePaddedOrFollowedByGarbage_skipsBoth() throws {
        let file = try SamplePhotos.file()
        let padded = Array(file[..<2]) + [0x00, 0x17, 0xFF, 0xFF, 0xFF] + Array(file[2...]) + [0xFF, 0xDA, 0xFF, 0xDA, 0xFF]
        let structure = try parse(padded)
        #expect(structure.scanCount == 1)
        #expect(structure.hasEndMarker)
    }

    @Test func init_whenScanHoldsStuffingFillAndRestarts_keepsThemInTheScan() throws {
        let file = try SamplePhotos.file()
        let scan: [UInt8] = [0xFF, 0x00, 0xFF, 0xFF, 0x00, 0xFF, 0xD3, 0x12]
        let structure = try parse(Array(file.dropLast(2)) + scan + [0xFF, 0xD9])
        #expect(structure.scanCount == 1)
        #expect(structure.entropyByteCount == (try parse(file)).entropyByteCount + scan.count)
    }

    @Test func init_whenSeveralExifSegments_takesTheFirst() throws {
        let later = SamplePhotos.inserting(marker: 0xE1, body: SamplePhotos.exif(orientation: 3), into: try SamplePhotos.file())
        let first = SamplePhotos.inserting(marker: 0xE1, body: SamplePhotos.exif(orientation: 8), into: later)
        #expect(try parse(first).orientation == .turnedRight)
    }
}
