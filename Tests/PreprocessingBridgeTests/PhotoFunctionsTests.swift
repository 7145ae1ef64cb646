import CHolsterPreprocessing
import Foundation
import MediaInput
import ModerationCore
import TestSupport
import Testing

/// The C functions against ``PhotoReader`` called directly.
struct PhotoFunctionsTests {
    static func expect(_ photo: holster_photo, _ pixels: [UInt8], equal content: [UInt8]) {
        do throws(PhotoError) {
            let expected = try PhotoReader().read(content[...])
            #expect(photo.status == HOLSTER_OK.rawValue)
            #expect(pixels == expected.pixels.bytes)
            #expect(photo.phash == expected.fingerprint.fingerprint.words.first)
            #expect((photo.phash_reliable == 1) == expected.fingerprint.isReliable)
            #expect(BridgeFixtures.text(of: photo.sha256) == expected.sha256)
            #expect(Int(photo.width) == expected.width && Int(photo.height) == expected.height)
            #expect(Int(photo.orientation) == expected.orientation.rawValue)
            #expect((photo.decoder_warned == 1) == (expected.decoderWarning != nil))
        } catch {
            #expect(photo.status < 0)
            #expect(BridgeFixtures.text(of: photo.message) == error.description)
        }
    }

    @Test
    func read_whenPhotoIsRendered_equalsPhotoReader() throws {
        try BridgeFixtures.withReader { reader in
            for file in BridgeFixtures.demoPhotos {
                let content = [UInt8](try Data(contentsOf: file))
                var pixels = [UInt8](repeating: 7, count: PixelBuffer.byteCount)
                var photo = holster_photo()
                let status = holster_photo_read(reader, content, content.count, &pixels, pixels.count, &photo)
                #expect(status == photo.status)
                Self.expect(photo, pixels, equal: content)
            }
        }
    }

    @Test
    func read_whenBytesAreMutated_equalsPhotoReader() throws {
        var random = SeededRandom(seed: 6)
        let original = [UInt8](try Data(contentsOf: Repository.root.appending(path: "demo/photos/vase.jpg")))
        try BridgeFixtures.withReader { reader in
            for _ in 0..<200 {
                var content = original
                for _ in 0..<Int.random(in: 1...8, using: &random) {
                    content[Int.random(in: 0..<content.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                if Bool.random(using: &random) { content.removeLast(Int.random(in: 0..<content.count, using: &random)) }
                var pixels = [UInt8](repeating: 0, count: PixelBuffer.byteCount)
                var photo = holster_photo()
                _ = holster_photo_read(reader, content, content.count, &pixels, pixels.count, &photo)
                Self.expect(photo, pixels, equal: content)
            }
        }
    }

    @Test(arguments: [1, 2, 5, 1_000] as [UInt32])
    func readBatch_whenThreadsAre_fillsEveryPhoto(threadCount: UInt32) throws {
        let contents = try BridgeFixtures.demoPhotos.map { [UInt8](try Data(contentsOf: $0)) } + [[]]
        let memory = contents.flatMap(\.self)
        var pixels = [UInt8](repeating: 7, count: contents.count * PixelBuffer.byteCount)
        var photos = [holster_photo](repeating: holster_photo(), count: contents.count)
        let counts = contents.map(\.count)
        let read = try BridgeFixtures.withReader { reader in
            memory.withUnsafeBufferPointer { buffer -> Int64 in
                var offset = 0
                let starts = contents.map { content -> UnsafePointer<UInt8>? in
                    defer { offset += content.count }
                    return content.isEmpty ? nil : buffer.baseAddress.map { $0 + offset }
                }
                return holster_photo_read_batch(
                    reader,
                    starts,
                    counts,
                    contents.count,
                    threadCount,
                    &pixels,
                    pixels.count,
                    &photos
                )
            }
        }
        #expect(Int(read) == photos.count { $0.status == 0 })
        for (index, content) in contents.enumerated() {
            let row = Array(pixels[(index * PixelBuffer.byteCount)..<((index + 1) * PixelBuffer.byteCount)])
            Self.expect(photos[index], row, equal: content)
            if photos[index].status != 0 { #expect(row.allSatisfy { $0 == 0 }) }
        }
    }

    @Test
    func read_whenArgumentIsWrong_returnsItsStatus() throws {
        let content: [UInt8] = [0xFF, 0xD8]
        var pixels = [UInt8](repeating: 0, count: PixelBuffer.byteCount)
        var photo = holster_photo()
        let invalid = HOLSTER_INVALID_ARGUMENT.rawValue
        try BridgeFixtures.withReader { reader in
            #expect(holster_photo_read(nil, content, 2, &pixels, pixels.count, &photo) == invalid)
            #expect(holster_photo_read(reader, content, 2, &pixels, pixels.count, nil) == invalid)
            #expect(holster_photo_read(reader, nil, 2, &pixels, pixels.count, &photo) == invalid)
            #expect(holster_photo_read(reader, content, -1, &pixels, pixels.count, &photo) == invalid)
            #expect(holster_photo_read(reader, content, 2, nil, pixels.count, &photo) == invalid)
            let small = HOLSTER_BUFFER_TOO_SMALL.rawValue
            #expect(holster_photo_read(reader, content, 2, &pixels, pixels.count - 1, &photo) == small)
            #expect(holster_photo_read(reader, nil, 0, &pixels, pixels.count, &photo) == HOLSTER_PHOTO_EMPTY.rawValue)
            #expect(BridgeFixtures.text(of: photo.message) == "the photo is empty")
            let wrong = Int64(invalid)
            #expect(holster_photo_read_batch(reader, nil, nil, 1, 1, &pixels, pixels.count, &photo) == wrong)
            #expect(holster_photo_read_batch(reader, nil, nil, -1, 1, nil, 0, nil) == wrong)
            #expect(holster_photo_read_batch(reader, nil, nil, .max, 1, nil, 0, nil) == wrong)
            #expect(holster_photo_read_batch(reader, nil, nil, 0, 0, nil, 0, nil) == 0)
            // A handle of another kind is told apart.
            #expect(holster_tokenizer_describe(reader, nil) == wrong)
        }
        holster_photo_reader_close(nil)
    }

    @Test
    func open_whenOptionIsWrong_saysWhy() {
        var reader: OpaquePointer?
        var options = holster_photo_reader_options()
        options.mode = 9
        var message = [CChar](repeating: 1, count: 64)
        let invalid = HOLSTER_INVALID_ARGUMENT.rawValue
        #expect(holster_photo_reader_open(&options, &reader, &message, message.count) == invalid)
        #expect(reader == nil)
        #expect(
            message.withUnsafeBytes { BridgeFixtures.text(of: $0.load(as: (UInt64, UInt64, UInt64).self)) }
                == "9 is no pixel mode"
        )
        // One byte takes the NUL, none is left alone.
        #expect(holster_photo_reader_open(&options, &reader, &message, 1) == invalid && message[0] == 0)
        message[0] = 1
        #expect(holster_photo_reader_open(&options, &reader, &message, 0) == invalid && message[0] == 1)
        options = holster_photo_reader_options()
        options.limits.max_scan_count = -1
        #expect(holster_photo_reader_open(&options, &reader, nil, 0) == invalid)
        #expect(holster_photo_reader_open(nil, nil, nil, 0) == invalid)
        #expect(holster_preprocessing_abi_version() == 1 && holster_preprocessing_photo_size() == 312)
    }
}
