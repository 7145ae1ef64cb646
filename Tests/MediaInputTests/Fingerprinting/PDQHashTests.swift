import Foundation
import MediaInput
import ModerationCore
import TestSupport
import Testing

/// PDQ against Meta's own code.
struct PDQHashTests {
    struct Answer {
        let fingerprint: Fingerprint
        let quality: Int

        static func of(_ files: [URL]) throws -> [Answer] {
            let output = try Oracle.run("media_pdq.py", input: Data(files.map(\.path).joined(separator: "\n").utf8))
            return String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ")
                guard words.count == 2, let fingerprint = Fingerprint(kind: .pdq256, hexadecimal: words[0]) else { return nil }
                return Int(words[1]).map { Answer(fingerprint: fingerprint, quality: $0) }
            }
        }
    }

    /// The bound that the reference's README sets for a port: 10 bits wherever the quality is 80 or more.
    @Test(.enabled(if: Repository.sharedData != nil && Repository.oraclePython != nil), arguments: PixelMode.allCases)
    func fingerprint_ofRealPhotos_isWithinTheBoundOfTheReference(mode: PixelMode) throws {
        let files = ["original", "large", "orientation"].flatMap { Repository.photos(in: $0) }
        try #require(files.count >= 140)
        let answers = try Answer.of(files)
        try #require(answers.count == files.count)
        var limits = PhotoReader.Limits()
        limits.maxByteCount = 16 * 1_024 * 1_024
        let reader = PhotoReader(mode: mode, fingerprintsPDQ: true, limits: limits)
        var distances: [Int] = []
        var unreliable: [String] = []
        for (file, answer) in zip(files, answers) {
            let pdq = try #require(try reader.read([UInt8](Data(contentsOf: file))[...]).pdq)
            let distance = try #require(pdq.photoFingerprint.fingerprint.distance(to: answer.fingerprint))
            if answer.quality >= 80 {
                distances.append(distance)
                #expect(distance <= 10, "\(file.lastPathComponent): \(distance) bits")
            }
            #expect(abs(pdq.quality - answer.quality) <= 2, "\(file.lastPathComponent): \(pdq.quality), \(answer.quality)")
            if !pdq.photoFingerprint.isReliable { unreliable.append(file.lastPathComponent) }
        }
        let histogram = Dictionary(grouping: distances, by: { $0 }).mapValues(\.count).sorted { $0.key < $1.key }
        print("MEASURED PDQ \(mode.rawValue): \(distances.count) of \(files.count) photos of quality 80 and more, distances")
        print("  \(histogram.map { "\($0.key)×\($0.value)" }.joined(separator: " ")); unreliable: \(unreliable)")
        #expect(distances.count > 100)
    }
}
