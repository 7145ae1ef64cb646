import Foundation
import MediaInput
import TestSupport
import Testing

/// Whole pictures against Pillow, to the bit, for every kind of PNG and WebP and for unusual JPEG files.
struct PhotoFormatsPillowTests {
    @Test(.enabled(if: Repository.oraclePython != nil))
    func decode_ofEveryKindOfFile_equalsPillow() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "holster-formats-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try Oracle.run("media_make_formats.py", arguments: [folder.path])
        let answers = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "rgb" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
        var exact: [String: Int] = [:]
        for answer in answers {
            let file = answer.deletingPathExtension()
            let expected = [UInt8](try Data(contentsOf: answer))
            let photo: PhotoReader.Decoded
            do {
                photo = try PhotoReader().decode([UInt8](try Data(contentsOf: file))[...])
            } catch {
                Issue.record("\(file.lastPathComponent): \(error)")
                continue
            }
            let upright = photo.upright
            let difference = PixelDifference(upright.bytes, Array(expected.dropFirst(8)))
            let size = SamplePNG.long(upright.width) + SamplePNG.long(upright.height)
            let isEqual = difference.mean == 0 && size == Array(expected.prefix(8))
            #expect(
                isEqual,
                "\(file.lastPathComponent): \(upright.width)×\(upright.height), \(difference), \(photo.warning ?? "clean")"
            )
            exact[photo.format.rawValue, default: 0] += isEqual ? 1 : 0
        }
        print("MEASURED formats: \(answers.count) files; equal to Pillow to the bit: \(exact.sorted { $0.key < $1.key })")
        #expect(answers.count >= 230)
    }
}
