import Foundation
import ModerationCore
import Screening
import TestSupport
import Testing

/// What a million entries cost; printed, since a figure of a test run beside others is no assertion. HOLSTER_MEASURE_BANKS=1 runs it.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["HOLSTER_MEASURE_BANKS"] == "1"))
struct BankMemoryTests {
    let fixture = BankFixture()

    private func residentByteCount() -> Int {
        let statm = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (statm.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4_096
    }

    private func fill(_ load: inout BankLoad, count: Int, isNamedByFingerprint: Bool) {
        var random = SeededRandom(seed: 1)
        for _ in 0..<count / 1_000 {
            load.add(
                (0..<1_000).map { _ in
                    let text = Fingerprint(phash64: random.next()).hexadecimal
                    let name = isNamedByFingerprint ? text : Fingerprint(phash64: random.next()).hexadecimal
                    return fixture.entry("ph-\(name)", text, expires: 1_900_000_000_000, reason: "offered before")
                }
            )
        }
    }

    @Test(arguments: [false, true])
    func load_aMillionEntries_memoryAndTimes(isNamedByFingerprint: Bool) throws {
        let banks = fixture.bankSet()
        let before = residentByteCount()
        var load = BankLoad(fixture.metadata(), expectedCount: 1_000_000)
        let clock = ContinuousClock()
        let loading = clock.measure { fill(&load, count: 1_000_000, isNamedByFingerprint: isNamedByFingerprint) }
        let count = load.entryCount
        print("entry table: \((residentByteCount() - before) / count) bytes an entry, \(count) entries, filled in \(loading)")
        banks.replace(by: load)
        let path = FileManager.default.temporaryDirectory.path + "/holster-banks-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = BankSnapshotFolder(path: path)
        let saving = clock.measure { #expect(folder.save(banks) == []) }
        let again = fixture.bankSet()
        let restoring = clock.measure { #expect(folder.restore(into: again).banks.count == 1) }
        let size = try FileManager.default.attributesOfItem(atPath: folder.file("bad"))[.size] ?? 0
        print("snapshot file: \(size) bytes, saved in \(saving), restored with its index in \(restoring)")
        let change = clock.measure {
            for epoch in 2..<1_002 {
                banks.apply(
                    .put([fixture.entry("new-\(epoch)", fixture.hexadecimal(UInt64(epoch)))]),
                    toBank: "bad",
                    epoch: Int64(epoch)
                )
            }
        }
        print("a change of one entry: \(change / 1_000)")
    }
}
