package import Foundation
package import ModerationAPI

/// Listings as they came in once, with the moments at which they did.
///
/// A file has a line for each: `{"at": 12.5, "listing": {"title": "Oak chair", "photos": ["chair.jpg"]}}`. `at` is seconds from the first, in
/// any order; a listing is what `holster check FILE.json` reads, with photos beside the file.
package struct RecordedTraffic: Sendable {
    package struct Problem: Error, CustomStringConvertible {
        package let description: String
    }

    private struct Line: Decodable {
        let at: Double
        let listing: ListingDocument
    }

    package static let maximumCount = 1_000_000
    /// Of all photos, each counted once; they are read before the first call leaves.
    package static let maximumPhotoByteCount = 4 << 30

    /// From the first call, in rising order; as many as `requests`.
    package let offsets: [Duration]
    package let requests: [HolsterV1.CheckRequest]

    /// Reads it all. `speed` 2 is twice as fast. Takes as long as the disk does.
    package init(contentsOf url: URL, speed: Double = 1) throws(Problem) {
        guard let data = FileManager.default.contents(atPath: url.path) else {
            throw Problem(description: "cannot read '\(url.path)'")
        }
        let lines = try Self.lines(data)
        let folder = url.deletingLastPathComponent()
        var photos: [String: ArraySlice<UInt8>] = [:]
        var byteCount = 0
        func photo(_ path: String) throws -> ArraySlice<UInt8> {
            if let photo = photos[path] { return photo }
            guard let data = FileManager.default.contents(atPath: ListingDocument.photo(path, in: folder).path) else {
                throw Problem(description: "cannot read photo '\(path)'")
            }
            byteCount += data.count
            guard byteCount <= Self.maximumPhotoByteCount else {
                throw Problem(description: "photos of more than \(Self.maximumPhotoByteCount) bytes")
            }
            let bytes = [UInt8](data)[...]
            photos[path] = bytes
            return bytes
        }
        var requests: [HolsterV1.CheckRequest] = []
        for (number, line) in lines {
            do { requests.append(try line.listing.request(reading: photo)) } catch {
                throw Problem(description: "line \(number): \(error)")
            }
        }
        let first = lines.first?.line.at ?? 0
        offsets = lines.map { .seconds(($0.line.at - first) / speed) }
        self.requests = requests
    }

    private static func lines(_ data: Data) throws(Problem) -> [(number: Int, line: Line)] {
        let decoder = JSONDecoder()
        var lines: [(number: Int, line: Line)] = []
        for (index, text) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            guard let line = try? decoder.decode(Line.self, from: text), (0...RateProfile.maximumSeconds).contains(line.at) else {
                throw Problem(
                    description:
                        "line \(index + 1): needs \"at\", seconds from 0 to \(Int(RateProfile.maximumSeconds)), and \"listing\" with the fields of a listing"
                )
            }
            guard lines.count < maximumCount else { throw Problem(description: "more than \(maximumCount) lines") }
            lines.append((index + 1, line))
        }
        guard !lines.isEmpty else { throw Problem(description: "no line in it") }
        // Stable, so that listings of one moment stay in the file's order.
        return lines.enumerated().sorted { ($0.element.line.at, $0.offset) < ($1.element.line.at, $1.offset) }.map(\.element)
    }
}
