import Foundation
import ModerationCore
import Recording
import Synchronization
import TestSupport

/// A store in a folder of its own, removed when the tests end.
struct StoreFixture: Sendable {
    let folder: String
    let store: DecisionStore

    init(_ change: (inout StoreConfiguration) -> Void = { _ in }) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "holster-store-\(UUID().uuidString)").path
        store = try Self.open(folder, change)
        Self.removeAtExit(folder)
    }

    private static let folders = Mutex<[String]>([])

    private static func removeAtExit(_ folder: String) {
        let isFirst = folders.withLock { folders in
            folders.append(folder)
            return folders.count == 1
        }
        if isFirst {
            atexit { for folder in StoreFixture.folders.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: folder) } }
        }
    }

    static func open(_ folder: String, _ change: (inout StoreConfiguration) -> Void = { _ in }) throws -> DecisionStore {
        var configuration = StoreConfiguration(folder: folder)
        // A loaded machine may flush slowly; tests that are about the wait set their own.
        configuration.photoWait = .seconds(30)
        change(&configuration)
        return try DecisionStore(configuration, time: time)
    }

    static let time = TimeSource(
        monotonicNow: { ContinuousClock.now },
        wallNow: { UnixTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
    )

    var databasePath: String { folder + "/decisions.sqlite" }

    /// Rows of each statement, read or changed by Python's sqlite3 in a process of its own.
    func elsewhere(_ statements: String...) throws -> [[[Any]]] {
        let output = try Oracle.run(
            "stores_sqlite.py",
            arguments: [databasePath],
            input: Data(statements.joined(separator: "\n--\n").utf8)
        )
        return try JSONSerialization.jsonObject(with: output) as? [[[Any]]] ?? []
    }

    func photoFiles() throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder + "/photos")
        return names.filter { $0.contains("/") }.sorted()
    }
}

enum Sample {
    static func record(
        _ request: String,
        decision: Decision = .allow,
        priority: CasePriority? = nil,
        caseID: String? = nil,
        content: String = "a",
        title: String = "A title",
        photos: [[UInt8]] = [],
        decidedAt: Int64 = 1_000
    ) -> DecisionRecord {
        let listing = Listing(
            requestID: request,
            listingID: "listing-\(request)",
            title: title,
            description: "Text",
            category: "tools",
            region: "US",
            price: Price(amountMicros: 1_500_000, currency: "USD"),
            sellerID: "seller",
            photos: photos.map { Photo(content: $0[...]) }
        )
        let verdict = Verdict(
            requestID: request,
            listingID: listing.listingID,
            decision: decision,
            reasons: [Reason(code: .nothingFound, detail: "nothing")],
            caseID: priority == nil ? nil : caseID ?? "case-\(request)",
            decidedAt: UnixTime(milliseconds: decidedAt)
        )
        return DecisionRecord(
            verdict: verdict,
            listing: listing,
            contentDigest: content,
            casePriority: priority,
            photoDigests: photos.map { digest(of: $0) },
            photoFingerprints: photos.map { _ in "00ff00ff00ff00ff" }
        )
    }

    /// Any 64 hexadecimal digits that differ for different photos: the store takes digests as they come.
    static func digest(of photo: [UInt8]) -> String {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        return (0..<4).map { round -> String in
            for byte in photo + [UInt8(round)] { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
            let text = String(state, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
    }

    static func photo(_ seed: UInt64, byteCount: Int = 1_000) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        return (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
}
