import Foundation
import ModerationCore
import Screening
import TestSupport
import Testing

@Suite struct BankSnapshotFolderTests {
    let fixture = BankFixture()
    let path = FileManager.default.temporaryDirectory.path + "/holster-banks-\(UUID().uuidString)"

    private func withFolder(_ body: (BankSnapshotFolder) throws -> Void) rethrows {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(BankSnapshotFolder(path: path))
    }

    private func entries(_ count: Int) -> [BankEntry] {
        var random = SeededRandom(seed: 11)
        return (0..<count).map { number in
            let text = fixture.hexadecimal(random.next() & 0xFF_FFFF)
            return fixture.entry(
                number % 2 == 0 ? "ph-\(number)-\(text)" : "entry é \(number)",
                text,
                state: BankEntry.State.allCases[number % 3],
                expires: number % 5 == 0 ? Int64(number) : nil,
                reason: number % 4 == 0 ? "reason \(number)" : "offered before"
            )
        }
    }

    @Test func restore_afterSave_answersTheSame() throws {
        try withFolder { folder in
            let banks = fixture.bankSet()
            banks.replace(fixture.metadata("b/1", kind: .review, radius: 7, state: .shadow, epoch: 42), entries: entries(40_000))
            let pdq = String(repeating: "5", count: 64)
            let other = BankMetadata(
                name: "pdq",
                kind: .allow,
                fingerprintKind: .pdq256,
                radius: 15,
                pixelMode: "fast",
                epoch: 3,
                stamp: "s"
            )
            banks.replace(other, entries: [fixture.entry("p", pdq), fixture.entry("flat", String(repeating: "0", count: 64))])
            banks.apply(.remove(ids: ["entry é 1", "entry é 3"]), toBank: "b/1", epoch: 43)
            #expect(folder.save(banks) == [])
            let again = fixture.bankSet()
            let restoration = BankSnapshotFolder(path: path).restore(into: again)
            #expect(
                restoration.failures == [] && restoration.banks.map(\.name) == ["b/1", "pdq"]
                    && restoration.banks.map(\.epoch) == [43, 3]
            )
            #expect(restoration.banks.last == other)
            var random = SeededRandom(seed: 12)
            for _ in 0..<50 {
                let photo = fixture.photo(random.next() & 0xFF_FFFF)
                #expect(again.matches(for: photo, photoIndex: 0) == banks.matches(for: photo, photoIndex: 0))
            }
            #expect(again.statuses().map(\.entryCount) == [39_998, 1])
            let near = try #require(Fingerprint(kind: .pdq256, hexadecimal: pdq))
            #expect(
                again.matches(for: PhotoFingerprint(fingerprint: near, isReliable: true), photoIndex: 0).map(\.entryID) == ["p"]
            )
        }
    }

    @Test func restore_staleness_countsFromBeforeTheRestart() {
        withFolder { folder in
            let banks = fixture.bankSet()
            banks.replace(fixture.metadata(), entries: entries(3))
            fixture.clocks.advance(.seconds(2))
            #expect(folder.save(banks) == [])
            fixture.clocks.advance(.seconds(3))
            let again = fixture.bankSet()
            #expect(folder.restore(into: again).banks.count == 1)
            #expect(again.statuses().map(\.staleMilliseconds) == [5_000])
        }
    }

    @Test func save_again_writesOnlyWhatChanged() throws {
        try withFolder { folder in
            let banks = fixture.bankSet()
            banks.replace(fixture.metadata("a"), entries: entries(3))
            banks.replace(fixture.metadata("b"), entries: entries(3))
            #expect(folder.save(banks) == [])
            try FileManager.default.removeItem(atPath: folder.file("a"))
            banks.apply(.remove(ids: ["entry é 1"]), toBank: "b", epoch: 2)
            #expect(folder.save(banks) == [])
            #expect(!FileManager.default.fileExists(atPath: folder.file("a")))
            banks.drop(bank: "b")
            #expect(folder.save(banks) == [])
            #expect(!FileManager.default.fileExists(atPath: folder.file("b")))
        }
    }

    @Test func restore_quarantineNobodyConfirmed_goesOn() {
        withFolder { folder in
            var rule = FloodRule()
            rule.minimumPhotoCount = 1
            let banks = fixture.bankSet(rule)
            banks.replace(fixture.metadata(epoch: 4), entries: [fixture.entry("a", fixture.hexadecimal(0))])
            #expect(banks.matches(for: fixture.photo(0), photoIndex: 0).map(\.state) == [.quarantined])
            #expect(folder.save(banks) == [])
            let again = fixture.bankSet()
            _ = folder.restore(into: again)
            #expect(again.matches(for: fixture.photo(0), photoIndex: 0).map(\.state) == [.quarantined])
            #expect(again.unconfirmedQuarantines().map(\.entryID) == ["a"])
            again.apply(.put([fixture.entry("a", fixture.hexadecimal(0))]), toBank: "bad", epoch: 5)
            #expect(again.matches(for: fixture.photo(0), photoIndex: 0).map(\.state) == [.live])
        }
    }

    @Test func restore_damagedFiles_areIgnoredAndNamed() throws {
        try withFolder { folder in
            let banks = fixture.bankSet()
            banks.replace(fixture.metadata("a"), entries: entries(100))
            #expect(folder.save(banks) == [])
            let whole = try [UInt8](Data(contentsOf: URL(filePath: folder.file("a"))))
            var flipped = whole
            flipped[whole.count / 2] ^= 1
            var later = whole
            later[8] = 2
            let damaged: [String: ([UInt8], BankFileError)] = [
                "b": (Array(whole.dropLast(1)), .truncated), "c": ([], .truncated),
                "d": (Array("no bank at all".utf8), .notABank),
                "e": (later, .unknownVersion(2)),
            ]
            for (name, (bytes, _)) in damaged { try Data(bytes).write(to: URL(filePath: folder.file(name))) }
            try Data(flipped).write(to: URL(filePath: folder.file("f")))
            let restoration = folder.restore(into: fixture.bankSet())
            #expect(restoration.banks.map(\.name) == ["a"] && restoration.failures.count == 5)
            for (name, (_, error)) in damaged {
                #expect(restoration.failures.first { $0.path == folder.file(name) }?.error == error)
            }
            guard case .corrupt = restoration.failures.first(where: { $0.path == folder.file("f") })?.error else {
                Issue.record("a flipped bit was not seen")
                return
            }
        }
    }

    /// Whatever is changed in a file, it is read whole or refused; with the checksums aside, too.
    @Test func read_mutatedBytes_neverTraps() throws {
        try withFolder { folder in
            let banks = fixture.bankSet()
            banks.replace(fixture.metadata("a"), entries: entries(60))
            #expect(folder.save(banks) == [])
            let whole = try [UInt8](Data(contentsOf: URL(filePath: folder.file("a"))))
            #expect(try BankFileReader.entryCount(in: whole) == 60)
            var random = SeededRandom(seed: 13)
            for _ in 0..<5_000 {
                var bytes = whole
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                if Int.random(in: 0..<4, using: &random) == 0 {
                    bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
                }
                if bytes != whole { #expect(throws: BankFileError.self) { try BankFileReader.entryCount(in: bytes) } }
                _ = try? BankFileReader.entryCount(in: bytes, isChecked: false)
            }
        }
    }
}
